import type { GrantOperation } from '@aws-sdk/client-kms';

/** A KMS key, with the grants on it. */
export interface Key {
  arn: string;
  id: string;
  account: string;
  region: string;
  policy: string;
  state: 'Enabled' | 'Updating' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'Unavailable';
  spec: string;
  usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC';
  manager: 'CUSTOMER' | 'AWS';
  multiRegion: boolean;
  grants: Grant[];
  /** What AWS leaves open: whether a permissions boundary limits what a grant gives. */
  grantReach?: 'bounded' | 'unbounded';
}

/** What one principal may do with one key, besides what policies say. */
export interface Grant {
  id: string;
  name?: string;
  /** As in a saved policy: a role by its unique id, a session or an account by ARN. */
  grantee: string;
  retiring?: string;
  operations: GrantOperation[];
  encryptionContextEquals?: Record<string, string>;
  encryptionContextSubset?: Record<string, string>;
  sourceArn?: string;
  createDate: number;
}
