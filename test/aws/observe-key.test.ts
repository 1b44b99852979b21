import type { GrantListEntry } from '@aws-sdk/client-kms';
import { observeKey } from '../../handler/aws/observe-key';
import type { Call } from '../../handler/aws/operations';
import { readers } from '../../handler/aws/readers';

const account = '111122223333';
const region = 'eu-west-1';
const keyId = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const grantee = `arn:aws:iam::${account}:role/app`;
const sourceArn = `arn:aws:backup:${region}:${account}:backup-vault:logs`;

/** What is seen of grants as KMS lists them. */
async function seenOf(...Grants: readonly GrantListEntry[]) {
  const call: Call = async (operation, input) => {
    if (operation === 'kms:ListGrants') return { Grants: [...Grants] } as never;
    if (operation === 'kms:GetKeyPolicy') return { Policy: '{}' } as never;
    return { KeyMetadata: { KeyId: JSON.stringify(input), Arn: keyId } } as never;
  };
  const readerOf = readers(call, { partition: 'aws', region, account, allowedS3BucketOwners: [] });
  const { grants } = await observeKey(call, readerOf, { keyId, region, grantees: [grantee] });
  return grants?.state === 'present' ? grants.value : grants;
}

const granted: GrantListEntry = { GranteePrincipal: grantee, Operations: ['Decrypt'] };
const pairs = { 'aws:s3:arn': 'arn:aws:s3:::logs' };

test.each([
  { because: 'none', Constraints: undefined, seen: {} },
  { because: 'a context', Constraints: { EncryptionContextEquals: pairs }, seen: { encryptionContextEquals: pairs } },
  {
    because: 'a part of one',
    Constraints: { EncryptionContextSubset: pairs },
    seen: { encryptionContextSubset: pairs },
  },
  { because: 'a resource on whose behalf', Constraints: { SourceArn: sourceArn }, seen: { sourceArn } },
  {
    because: 'one that KMS may have tomorrow',
    Constraints: { PhaseOfTheMoon: 'full' } as GrantListEntry['Constraints'],
    seen: { furtherConstraints: ['PhaseOfTheMoon'] },
  },
])('no constraint of a grant is passed over: $because', async ({ Constraints, seen }) => {
  const expected = { granteePrincipal: grantee, operations: ['Decrypt'], ...seen };
  expect(await seenOf({ ...granted, ...(Constraints && { Constraints }) })).toEqual([expected]);
});
