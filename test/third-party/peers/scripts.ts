import type { Script } from './script';
import { badInput } from './scripts/bad-input';
import { foreignBuckets, ownBuckets } from './scripts/buckets';
import { conflicts, names } from './scripts/conflicts';
import { documents } from './scripts/documents';
import { keys } from './scripts/keys';
import { logGroups } from './scripts/log-groups';
import { missing } from './scripts/missing';
import { otherAccount } from './scripts/other-account';
import { policyLife } from './scripts/policy-life';
import { profileLife } from './scripts/profile-life';
import { roleLife } from './scripts/role-life';

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
  logGroups,
  otherAccount,
];
