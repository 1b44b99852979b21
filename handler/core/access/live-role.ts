import type { Tag } from '../request/properties';
import type { Seen } from '../seen';
import type { IdentityPolicies } from './observed';

/** A role as it is, whoever made it. */
export interface LiveRole {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly Tag[];
  /** JSON. */
  readonly trustPolicy: string;
  /** Everything that is attached, inline, or bounds it; a list that nobody may read is a policy that cannot be read. */
  readonly identity: IdentityPolicies;
  /** Names of the instance profiles that hold it. */
  readonly instanceProfiles: Seen<readonly string[]>;
}
