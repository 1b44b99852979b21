import fc from 'fast-check';
import { bySeverity, type Finding } from '../../../handler/core/access/findings';
import { renderFinding, renderFindings, summarise } from '../../../handler/core/access/render';
import { absent, forbidden } from '../../../handler/core/seen';
import { rows } from './rows';
import {
  ACCOUNT,
  BUCKET_ARN,
  BUCKET_KEY_ARN,
  bearing,
  bucketKeyUses,
  findingsAfter,
  LOG_ACCOUNT,
  ROLE_ARN,
  reads,
  seeing,
  seeingBucket,
  seeingBucketPolicy,
  seeingKey,
  seeingKeyPolicy,
  toAccount,
  uploads,
} from './setting';

const viaS3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
const forBucket = { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/*`] };

test('a finding says what is missing where, and who must add which statement', () => {
  const findings = findingsAfter(seeingKeyPolicy('bucketKey', toAccount('kms:Decrypt')));
  const statement = JSON.stringify({
    Sid: 'X',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: ['kms:GenerateDataKey'],
    Resource: '*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN }, StringEquals: viaS3, StringLike: forBucket },
  });
  const sid = /"Sid":"SessionLogKey[0-9a-f]{12}"/;
  expect(findings.map((finding) => renderFinding(finding).replace(sid, '"Sid":"X"'))).toEqual([
    `KeyPolicy of ${BUCKET_KEY_ARN}: no statement allows "kms:GenerateDataKey" to role "app-sessions"; ` +
      `add it in account ${LOG_ACCOUNT}: ${statement}`,
  ]);
});

test('where the grants on a key are out of sight, what its policy lacks is said with that reserve', () => {
  const findings = findingsAfter(
    bearing({ roleId: 'AROALIVINGLIVINGLIVI1' }),
    seeingKeyPolicy('bucketKey', toAccount('kms:Decrypt')),
    seeingKey('bucketKey', { grants: forbidden('kms:ListGrants') }),
  );
  expect(findings.map(renderFinding)).toEqual([
    expect.stringContaining(
      'no statement allows "kms:GenerateDataKey" to role "app-sessions", unless a grant on the key does, which cannot be read from here (kms:ListGrants refused); add it in account',
    ),
  ]);
});

test('statements that grant something else have another Sid, so that one policy can hold both', () => {
  const granting = (...actions: string[]) => findingsAfter(seeingKeyPolicy('bucketKey', toAccount(actions)));
  const [decrypt, generate] = [granting('kms:GenerateDataKey'), granting('kms:Decrypt')].map(([finding]) =>
    sidOf(finding),
  );
  expect(decrypt).toMatch(/^SessionLogKey[0-9a-f]{12}$/);
  expect(generate).not.toBe(decrypt);
});

function sidOf(finding: Finding | undefined): string | undefined {
  return finding?.remedy.kind === 'addStatement' ? finding.remedy.statement.Sid : undefined;
}

test('of a stale principal is told what must go, and what must come', () => {
  const former = { ...uploads, Sid: 'Former', Principal: { AWS: 'AROADEADDEADDEADDEAD1' } };
  const [finding, ...others] = findingsAfter(seeingBucketPolicy(reads, former));
  expect(others).toEqual([]);
  expect(finding && renderFinding(finding)).toMatch(
    /^BucketPolicy of "org-logs": statement "Former" names a role that was deleted, by its dead id AROA…, and nothing allows "s3:PutObject", "s3:PutObjectAcl" to role "app-sessions"; in account 444455556666: remove the dead id from "Former", since AWS saves no policy that holds one, and add: \{"Sid":"SessionLogs/,
  );
});

test('a reason leads with the worst, its account and its statement, and names every other after it', () => {
  const lines = renderFindings(
    findingsAfter(
      seeingBucket({ policy: absent }),
      seeingKeyPolicy('bucketKey', { ...bucketKeyUses, Effect: 'Deny', Sid: 'Nobody' }),
      seeing({ logGroup: { state: 'forbidden', action: 'logs:DescribeLogGroups' } }),
    ),
  ).split('\n');
  expect(lines).toEqual([
    expect.stringMatching(
      /^BucketPolicyMissingGrant, session refused: BucketPolicy of "org-logs": no statement allows .*; add it in account 444455556666: \{"Sid"/,
    ),
    expect.stringMatching(/^KeyPolicyDenies, log lost: .*; amend "Nobody" in account 444455556666: /),
    expect.stringMatching(/^KeyPolicyMissingGrant, log lost: /),
    expect.stringMatching(
      /^LogGroupUnreadable, cannot tell, if broken: session refused: .*; in account 111122223333: /,
    ),
  ]);
});

test('a summary tells verdict, code and place of each', () => {
  const findings = findingsAfter(seeing({ logGroup: absent }), seeingBucket({ existence: 'missing' }));
  expect(summarise(findings)).toBe(
    'broken BucketMissing (Bucket "org-logs"); broken LogGroupMissing (LogGroup "/ssm/sessions")',
  );
});

const all = rows.flatMap(({ changes }) => findingsAfter(...changes));
const worstFirst = [
  'broken, session refused',
  'broken, session hangs',
  'broken, log lost',
  'broken, log lost above 5 MiB',
  'cannotTell, session refused',
  'cannotTell, session hangs',
  'cannotTell, log lost',
  'cannotTell, log lost above 5 MiB',
  'advice, advice',
];

test('what breaks comes before what cannot be told, and what refuses sessions before what loses logs', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (findings) => {
      const ranks = bySeverity(findings).map(({ verdict, consequence }) =>
        worstFirst.indexOf(`${verdict}, ${consequence}`),
      );
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      expect(ranks).not.toContain(-1);
      expect(bySeverity(findings)).toEqual(expect.arrayContaining(findings));
    }),
  ));
