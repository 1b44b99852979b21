import { dnsSuffix } from '../partition';
import { present } from '../seen';
import { foundEncryption } from './agent-context';
import type { AgentRole } from './agent-requests';
import { bucketKeyRequests } from './bucket-requests';
import { judge, resourceSide, type Sides, type Verified } from './judge';
import type { ObservedAccess } from './observed';
import type { Requirements } from './requirements';

/** Whether the role's own policies let S3 use `aws/s3` in its name, where the bucket is its account's and names no key. */
export function verifyAwsManagedKey(
  role: AgentRole,
  { bucket }: Requirements,
  { bucket: seen }: ObservedAccess,
  sides: Sides,
): Verified {
  if (bucket?.owner !== role.account || seen === undefined) return nothing;
  const encryption = foundEncryption(seen);
  if (typeof encryption === 'string' || encryption.kmsMasterKeyId !== undefined) return nothing;
  if (!encryption.algorithm.startsWith('aws:kms')) return nothing;
  const { region: bucketRegion } = seen;
  // Its id is the account's own, which nobody was asked.
  const arn = `arn:${role.partition}:kms:${bucketRegion}:${role.account}:key/*`;
  const side = resourceSide(present(keyPolicy(role, bucketRegion)));
  const requests = bucketKeyRequests(role, bucket, { arn, bucketRegion, encryption });
  return { findings: [], judged: requests.map((asked) => judge(asked, sides, side, 'sameAccountKey')) };
}

const nothing: Verified = { findings: [], judged: [] };

/** What AWS writes and nobody changes: everyone in the account may use the key, through S3. */
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
function keyPolicy({ partition, account }: AgentRole, region: string): string {
  const StringEquals = { 'kms:CallerAccount': account, 'kms:ViaService': `s3.${region}.${dnsSuffix(partition)}` };
  const Action = ['kms:Decrypt', 'kms:GenerateDataKey*'];
  const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: '*', Condition: { StringEquals } };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
