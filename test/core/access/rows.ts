import type { Row } from './row';
import { aclRows } from './rows-acl';
import { bucketRows } from './rows-bucket';
import { bucketPolicyRows } from './rows-bucket-policy';
import { identityRows } from './rows-identity';
import { keyRows } from './rows-key';
import { sessionDocumentRows } from './rows-session-document';

/** Every way to go wrong that is written down. */
export const rows: readonly Row[] = [
  ...bucketRows,
  ...bucketPolicyRows,
  ...aclRows,
  ...keyRows,
  ...identityRows,
  ...sessionDocumentRows,
];
