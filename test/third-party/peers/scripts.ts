import type { Script } from './script';
import { badInput } from './scripts/bad-input';
import { foreignBuckets, ownBuckets } from './scripts/buckets';
import { conflicts, names } from './scripts/conflicts';
import { documents } from './scripts/documents';
import { grants } from './scripts/grants';
import { keys } from './scripts/keys';
import { logGroups } from './scripts/log-groups';
import { missing } from './scripts/missing';
import { organization } from './scripts/organization';
import { otherAccount } from './scripts/other-account';
import { policyLife } from './scripts/policy-life';
import { profileLife } from './scripts/profile-life';
import { roleLife } from './scripts/role-life';
import { sessionDocuments } from './scripts/session-documents';
import { watch } from './scripts/watch';

/** Everything that is played on all three. */
export const scripts: readonly Script[] = [
  roleLife,
  policyLife,
  profileLife,
  missing,
  names,
  conflicts,
  badInput,
  documents,
  ownBuckets,
  foreignBuckets,
  keys,
  grants,
  logGroups,
  otherAccount,
  sessionDocuments,
  organization,
  watch,
];
