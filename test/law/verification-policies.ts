import fc from 'fast-check';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT } from '../../local/two-accounts';
import { conditions } from './verification-conditions';
import { bucketArn, FORMER, INSTANCE, NAMESAKE, ROLE, roleArn, type Terms } from './verification-terms';

/** A statement in words, so that a counterexample reads well and shrinks towards the plain. */
export interface Wording {
  readonly effect: 'Allow' | 'Deny';
  readonly who: keyof typeof principals;
  readonly what: string;
  readonly where: keyof typeof resources;
  readonly when: keyof typeof conditions;
}

const session = (instance: string) => `arn:aws:sts::${APPLICATION_ACCOUNT}:assumed-role/${ROLE}/${instance}`;
const root = (account: string) => `arn:aws:iam::${account}:root`;
const aws = (name: string) => ({ Principal: { AWS: name } });

const principals = {
  account: () => aws(root(APPLICATION_ACCOUNT)),
  everyone: () => ({ Principal: '*' }),
  logAccount: () => aws(root(LOG_ACCOUNT)),
  namesake: () => aws(roleArn(NAMESAKE)),
  role: ({ roleExists }: Terms) => aws(roleExists ? roleArn(ROLE) : root(APPLICATION_ACCOUNT)),
  session: () => aws(session(INSTANCE)),
  anotherSession: () => aws(session('i-9')),
  deadRole: () => aws(roleArn(FORMER)),
  allBut: () => ({ NotPrincipal: { AWS: root(APPLICATION_ACCOUNT) } }),
} as const;

const below = (terms: Terms, rest: string) =>
  [bucketArn(terms), ...(terms.prefix === '' ? [] : [terms.prefix]), rest].join('/');

const resources = {
  everything: (terms: Terms) => [bucketArn(terms), `${bucketArn(terms)}/*`],
  logs: (terms: Terms) => [bucketArn(terms), below(terms, '*')],
  bucket: (terms: Terms) => [bucketArn(terms)],
  objects: (terms: Terms) => [below(terms, '*.log')],
  elsewhere: (terms: Terms) => [`${bucketArn(terms)}/elsewhere/*`],
  logsOfAlice: (terms: Terms) => [below(terms, 'alice-*')],
  logsOfBob: (terms: Terms) => [below(terms, 'bob-*')],
  byAccount: (terms: Terms) => [`${bucketArn(terms)}/$\{aws:PrincipalAccount}/*`],
} as const;

/** The statement that a wording means. */
export function statementOf(wording: Wording, terms: Terms, index: number): object {
  return {
    Sid: `Statement${index}`,
    Effect: wording.effect,
    ...principals[wording.who](terms),
    Action: wording.what.split(' '),
    Resource: wording.what.startsWith('kms:') ? '*' : resources[wording.where](terms),
    Condition: conditions[wording.when](terms),
  };
}

const anyone: readonly Wording['when'][] = ['always', 'thisRole', 'rolesOfPath', 'otherRoles', 'namesake', 'members'];
const circumstances: readonly Wording['when'][] = [
  'strangers',
  'plainHttp',
  'throughS3Endpoint',
  'outsideS3Endpoint',
  'outsideVpc',
  'otherAddresses',
  'otherOwners',
];
const sessions: readonly Wording['when'][] = [
  'thisInstance',
  'notInstances',
  'taggedForUse',
  'untagged',
  'otherInstances',
  'noCredentialsOfEc2',
];
const uploads: readonly Wording['when'][] = [
  'oldTls',
  'otherAcl',
  'notKms',
  'notAes',
  'notEncrypted',
  'otherKey',
  'inParts',
  'overwriting',
];
const uses: readonly Wording['when'][] = [
  'viaS3',
  'viaEc2',
  'forBucket',
  'forObjects',
  'forLogs',
  'callers',
  'otherPairs',
];
const targets: readonly Wording['when'][] = ['forInstances', 'forHybrid'];

const allowed: readonly Wording['who'][] = ['account', 'everyone', 'logAccount', 'namesake', 'role', 'session'];
const rarely: readonly Wording['who'][] = ['anotherSession', 'deadRole'];

/** Statements of a bucket's policy as people write them: Deny is conditional, Allow is narrow. */
export const bucketWordings: fc.Arbitrary<Wording> = fc.oneof(
  fc.record({
    effect: fc.constant('Allow' as const),
    who: fc.constantFrom(...allowed, ...rarely),
    what: fc.constantFrom(
      's3:GetEncryptionConfiguration s3:PutObject s3:PutObjectAcl',
      's3:PutObject s3:PutObjectAcl',
      's3:PutObject',
      's3:GetEncryptionConfiguration',
      's3:*',
    ),
    where: fc.constantFrom(...keysOf(resources)),
    when: fc.constantFrom(...anyone, ...circumstances, ...sessions),
  }),
  fc.record({
    effect: fc.constant('Deny' as const),
    who: fc.constantFrom('everyone', 'everyone', 'account', 'namesake', 'session', 'allBut'),
    what: fc.constantFrom('s3:PutObject', 's3:*', 's3:PutObjectAcl', 's3:GetEncryptionConfiguration'),
    where: fc.constantFrom('everything', 'everything', ...keysOf(resources)),
    when: fc.constantFrom('otherRoles', 'namesake', ...circumstances, ...sessions, ...uploads, ...uploads),
  }),
);

/** Statements of a key's policy. */
export const keyWordings: fc.Arbitrary<Wording> = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  who: fc.constantFrom(...allowed, ...rarely),
  what: fc.constantFrom('kms:Decrypt kms:GenerateDataKey', 'kms:GenerateDataKey*', 'kms:Decrypt', 'kms:*'),
  where: fc.constant('everything' as const),
  when: fc.constantFrom(
    ...anyone,
    ...uses,
    ...uses,
    ...targets,
    'throughKmsEndpoint',
    'outsideKmsEndpoint',
    'outsideVpc',
    'otherAddresses',
    'thisInstance',
  ),
});

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}
