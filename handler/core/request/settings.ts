/** Where a role is used: in which account, and from which Region. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Where the function runs: all that it takes to answer. */
export interface Home extends Place {
  /** The deployer pointed the SDK at another endpoint: plain http answers are then legitimate. */
  readonly endpointOverride: boolean;
  /** `sam local invoke`: the answer is printed, and an unreachable ResponseURL is a warning. */
  readonly samLocal: boolean;
  readonly logStream: string;
}

/** Home, and what the deployer decided. */
export interface Settings extends Home {
  /** Begins and ends with `/`; every role, policy and profile lies under it. */
  readonly rolePath: string;
  /** An older `rolePath` whose resources may still be deleted. */
  readonly formerRolePath?: string;
  /** The boundary that every role bears unless a property names another allowed one. */
  readonly permissionsBoundaryArn: string;
  /** IAM patterns; empty allows none. */
  readonly allowedManagedPolicyArns: readonly string[];
  /** IAM patterns, beside `permissionsBoundaryArn`. */
  readonly allowedPermissionsBoundaryArns: readonly string[];
  /** Account ids beside the function's own; `*` allows any. */
  readonly allowedS3BucketOwners: readonly string[];
  /** The read-only role that log accounts offer; absent where none was named. */
  readonly verifier?: { readonly roleName: string; readonly externalId: string };
}
