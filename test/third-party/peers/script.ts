import type { Input, Operation } from '../../../handler/aws/operations';
import type { World } from '../../../local/aws/world';

/** The account that the scripts call from. */
export const account = '123456789012';
/** The account that is reached through a role. */
export const other = '210987654321';
export const region = 'eu-west-1';

/** What happens to one side in one order, told once for all sides; its names are its own. */
export interface Script {
  readonly name: string;
  readonly acts: readonly (Step | Fixture)[];
}

/** A call that all sides serve, and whose outcome is compared. */
export interface Step {
  readonly kind: 'step';
  readonly title: string;
  readonly operation: Operation;
  /** A `<name>` in it stands for what a fixture bound. */
  readonly input: object;
  /** Who calls: `owner`, or the session that an earlier step kept. */
  readonly as: string;
  /** The name under which later steps call with the credentials that this one yields. */
  readonly keep?: string;
}

/** A state that our local AWS has no operation for: made in its world by hand, and by calls in a peer. */
export interface Fixture {
  readonly kind: 'fixture';
  readonly ours: (world: World, bound: Bindings) => Bindings;
  readonly theirs: (ask: Ask, bound: Bindings) => Promise<Bindings>;
}

/** What a side chose itself, such as a key's id, by the name that scripts have for it. */
export type Bindings = Readonly<Record<string, string>>;

/** A call of an account's owner that must succeed: `ask(account, 's3', 'CreateBucket', …)`. */
export type Ask = (
  account: string,
  service: string,
  operation: string,
  input: object,
  region?: string,
) => Promise<Answer>;

export type Answer = Readonly<Record<string, unknown>>;

/** A step in the port's own types. */
export function step<O extends Operation>(
  title: string,
  operation: O,
  input: Input<O>,
  { as = 'owner', ...rest }: { readonly as?: string; readonly keep?: string } = {},
): Step {
  return { kind: 'step', title, operation, input, as, ...rest };
}
