import type { Tag } from '../request/properties';
import type { Seen } from '../seen';

/** A read that cannot be refused: without it this function can do nothing, so a refusal ends the work instead. */
export type Found<T> = Exclude<Seen<T>, { state: 'forbidden' }>;

export interface ObservedRole {
  readonly arn: string;
  readonly id: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** JSON, decoded. */
  readonly trustPolicy: string;
  readonly permissionsBoundary?: string;
  readonly tags: readonly Tag[];
  readonly attachedPolicyArns: readonly string[];
  readonly inlinePolicyNames: readonly string[];
  /** Read where it matters: on Delete. */
  readonly instanceProfileNames: readonly string[];
}

export interface PolicyVersion {
  readonly id: string;
  readonly isDefault: boolean;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

export interface ObservedPolicy {
  readonly arn: string;
  /** JSON of the default version, decoded. */
  readonly document: string;
  readonly versions: readonly PolicyVersion[];
  readonly tags: readonly Tag[];
  /** Names of the users, groups and roles that bear it, as policy or as boundary; read on Delete. */
  readonly attachedTo: readonly string[];
}

export interface ObservedInstanceProfile {
  readonly arn: string;
  readonly id: string;
  readonly path: string;
  readonly roles: readonly { readonly name: string; readonly id: string }[];
  readonly tags: readonly Tag[];
}

/** What IAM holds under the names of one resource. */
export interface ObservedIdentity {
  readonly role: Found<ObservedRole>;
  readonly policy: Found<ObservedPolicy>;
  readonly instanceProfile: Found<ObservedInstanceProfile>;
}
