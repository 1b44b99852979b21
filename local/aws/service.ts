import { AwsError } from '../../handler/aws/aws-error';
import type { Input, Operation, Output } from '../../handler/aws/operations';
import type { Account, Role, World } from './world';

/** The account and Region that an operation acts in. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** What an operation answers, without the SDK's own envelope. */
export type Answer<O extends Operation> = Omit<Output<O>, '$metadata'>;

/** One operation on the world: mutates it in place and answers, or throws `AwsError` and changes nothing. */
export type Serve<O extends Operation> = (
  world: World,
  scope: Scope,
  input: NonNullable<Input<O>>,
  now: number,
) => Answer<O>;

export type Services = { readonly [O in Operation]: Serve<O> };

/** The account's part of the world. */
export function accountOf(world: World, account: string): Account {
  const found = world.accounts[account];
  if (!found) throw new Error(`This world has no account ${account}`);
  return found;
}

/** A role of any account, by its exact ARN. */
export function roleByArn(world: World, arn: string): Role | undefined {
  const roles = world.accounts[arn.split(':')[4] ?? '']?.roles ?? {};
  return Object.values(roles).find((role) => role.arn === arn);
}

/** The DNS suffix of the world's partition. */
export function dnsSuffix(world: World): string {
  return world.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** A value that the API demands. */
export function required<T>(value: T | undefined, member: string): T {
  if (value !== undefined) return value;
  throw validationError(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
}

/** The refusal of a request that breaks the API's own model. */
export function validationError(problem: string): AwsError {
  return new AwsError('ValidationError', 400, `1 validation error detected: ${problem}`);
}

/** A unique id as IAM makes them: four letters for the kind, 21 characters in all. */
export function nextId(world: World, prefix: string, length = 21): string {
  world.serial += 1;
  return (
    prefix +
    world.serial
      .toString(36)
      .toUpperCase()
      .padStart(length - prefix.length, '0')
  );
}

/** One page of a list, by an opaque marker; a marker of somebody else's making is refused as the service refuses. */
export function page<T>(items: readonly T[], size: number, marker: string | undefined, refuse = validationError) {
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isInteger(start)) throw refuse('Invalid Marker.');
  const end = start + size;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), next };
}
