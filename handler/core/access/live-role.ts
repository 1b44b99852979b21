import type { Tag } from '../request/properties';
import type { IdentityPolicies, RoleReach } from './observed';

/** A role as it is, whoever made it. */
export interface LiveRole {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly Tag[];
  /** Everything that is attached, inline, or bounds it; a list that nobody may read is a policy that cannot be read. */
  readonly identity: IdentityPolicies & { readonly reach: RoleReach };
}
