import { documents } from './differences/documents';
import { grantsDocumentsAndOrganization } from './differences/grants-documents-organization';
import { iam } from './differences/iam';
import { iamMissing } from './differences/iam-missing';
import { iamShapes } from './differences/iam-shapes';
import { keysLogsAndSessions } from './differences/keys-logs-sessions';
import type { Ruling } from './differences/ruling';
import { s3 } from './differences/s3';
import { watch } from './differences/watch';

/** Every place in which moto or ministack answers otherwise than our local AWS; what is not here is a failure. */
export const differences: readonly Ruling[] = [
  ...iam,
  ...iamMissing,
  ...iamShapes,
  ...documents,
  ...s3,
  ...keysLogsAndSessions,
  ...grantsDocumentsAndOrganization,
  ...watch,
];
