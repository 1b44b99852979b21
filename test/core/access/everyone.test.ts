import { renderFinding } from '../../../handler/core/access/render';
import { present } from '../../../handler/core/seen';
import {
  ACCOUNT,
  bearing,
  type Change,
  everything,
  findingsAfter,
  requiring,
  seeingBucketPolicy,
  seeingKeyPolicy,
} from './setting';

const allBut = (...NotAction: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction, Resource: '*' } });
const bounded = (...refused: readonly string[]) =>
  bearing({ boundary: { name: 'boundary', document: present(allBut(...refused)) } });
const wide = bearing({ boundary: { name: 'wide', document: present(everything) } });
const toEveryone = (Action: string, Condition: object = {}) => ({ Principal: '*', Action, Condition });
const byArn = { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } };

interface Row {
  readonly because: string;
  readonly changes: readonly Change[];
  readonly found: readonly string[];
}

const unbounded: Change = ({ identity: { boundary: _, ...identity }, ...rest }) => ({ ...rest, identity });
const ownBucket = requiring({ bucket: { owner: ACCOUNT } });
const rows: readonly Row[] = [
  {
    because: 'whether everyone is granted past a silent boundary no page says',
    changes: [bounded('s3:*'), ownBucket, seeingBucketPolicy(toEveryone('s3:*'))],
    found: ['cannotTell BucketPolicyUndecided'],
  },
  {
    because: 'so it is with a key',
    changes: [bounded('kms:*'), ownBucket, seeingKeyPolicy('sessionKey', toEveryone('kms:*'))],
    found: ['broken BoundaryBlocks', 'cannotTell KeyPolicyUndecided'],
  },
  {
    because: 'a grant that is narrowed by aws:PrincipalArn is not limited by a boundary',
    changes: [bounded('s3:*'), ownBucket, seeingBucketPolicy(toEveryone('s3:*', byArn))],
    found: [],
  },
  {
    because: 'a role without a boundary is bounded by nothing',
    changes: [unbounded, ownBucket, seeingBucketPolicy(toEveryone('s3:*'))],
    found: [],
  },
];

test.each(rows)('$found: $because', ({ changes, found }) => {
  expect(
    findingsAfter(...changes)
      .map(({ verdict, code }) => `${verdict} ${code}`)
      .toSorted(),
  ).toEqual(found);
});

test.each(rows)('where the boundary allows, nothing is in doubt: $because', ({ changes }) => {
  expect(findingsAfter(...changes, wide)).toEqual([]);
});

test('a doubt about everyone says which boundary settles it', () => {
  const [finding] = findingsAfter(...(rows[0]?.changes ?? [])).map(renderFinding);
  expect(finding).toContain('depends on how far a Principal of "*" reaches');
  expect(finding).toContain(
    'let the permissions boundary of the role allow s3:GetEncryptionConfiguration, s3:PutObject',
  );
});

test('to a role without a boundary nobody explains NotPrincipal', () => {
  const denied = {
    ...toEveryone('s3:*'),
    Effect: 'Deny',
    Principal: undefined,
    NotPrincipal: { AWS: '999999999999' },
  } as const;
  const [bounded, free] = [[], [unbounded]].map((changes) =>
    findingsAfter(...changes, seeingBucketPolicy(toEveryone('s3:*'), denied))
      .map(renderFinding)
      .join('\n'),
  );
  expect(bounded).toContain('the NotPrincipal of "Statement[1]" spares no role that has a boundary');
  expect(free).toContain('except the role from it');
  expect(free).not.toContain('NotPrincipal of');
});
