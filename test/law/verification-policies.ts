import fc from 'fast-check';
import { APPLICATION_ACCOUNT, LOG_ACCOUNT, REGION } from '../../local/two-accounts';

export const ROLE = 'app-sessions';
export const PATH = '/session-manager/';
/** Another role of the same account, under the same path, that may do anything. */
export const NAMESAKE = 'other-sessions';
/** A role that is deleted once the policies are saved. */
export const FORMER = 'former-sessions';
export const INSTANCE = 'i-0123456789abcdef0';
export const ORGANIZATION = 'o-a1b2c3d4e5';

/** What a statement's words stand for in one world. */
export interface Terms {
  readonly bucket: string;
  readonly prefix: string;
  readonly keyArn: string;
  /** Whether the role is there already, so that a policy can name it. */
  readonly roleExists: boolean;
}

/** A statement in words, so that a counterexample reads well and shrinks towards the plain. */
export interface Wording {
  readonly effect: 'Allow' | 'Deny';
  readonly who: keyof typeof principals;
  readonly what: string;
  readonly where: keyof typeof resources;
  readonly when: keyof typeof conditions;
}

const roleArn = (name: string) => `arn:aws:iam::${APPLICATION_ACCOUNT}:role${PATH}${name}`;
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

const bucketArn = ({ bucket }: Terms) => `arn:aws:s3:::${bucket}`;
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

const sse = 's3:x-amz-server-side-encryption';
const s3Context = 'kms:EncryptionContext:aws:s3:arn';
const vpce = { 'aws:SourceVpce': 'vpce-1' };

const conditions = {
  always: () => ({}),
  thisRole: () => ({ ArnEquals: { 'aws:PrincipalArn': roleArn(ROLE) } }),
  rolesOfPath: () => ({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/session-manager/*' } }),
  otherRoles: () => ({ ArnNotLike: { 'aws:PrincipalArn': roleArn('app-*') } }),
  namesake: () => ({ StringLike: { 'aws:PrincipalArn': `*/${NAMESAKE}` } }),
  members: () => ({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  strangers: () => ({ StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  plainHttp: () => ({ Bool: { 'aws:SecureTransport': 'false' } }),
  throughVpce: () => ({ StringEquals: vpce }),
  outsideVpce: () => ({ StringNotEqualsIfExists: vpce }),
  thisInstance: () => ({ StringLike: { 'aws:userid': `*:${INSTANCE}` } }),
  notInstances: () => ({ StringNotLike: { 'aws:userid': '*:i-*' } }),
  taggedForUse: () => ({ StringEquals: { 'aws:PrincipalTag/Purpose': 'Sessions' } }),
  oldTls: () => ({ NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  otherAcl: () => ({ StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }),
  notKms: () => ({ StringNotEquals: { [sse]: 'aws:kms' } }),
  notAes: () => ({ StringNotEqualsIfExists: { [sse]: 'AES256' } }),
  notEncrypted: () => ({ Null: { [sse]: 'true' } }),
  otherKey: ({ keyArn }: Terms) => ({ StringNotEquals: { [`${sse}-aws-kms-key-id`]: keyArn } }),
  viaS3: () => ({ StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } }),
  viaEc2: () => ({ StringLike: { 'kms:ViaService': 'ec2.*' } }),
  forBucket: (terms: Terms) => ({ StringEquals: { [s3Context]: bucketArn(terms) } }),
  forObjects: (terms: Terms) => ({ StringLike: { [s3Context]: `${bucketArn(terms)}/*` } }),
  forLogs: (terms: Terms) => ({ StringLike: { [s3Context]: `${bucketArn(terms)}*` } }),
  callers: () => ({ StringEquals: { 'kms:CallerAccount': APPLICATION_ACCOUNT } }),
  forInstances: () => ({ StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-*' } }),
  forHybrid: () => ({ StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': 'mi-*' } }),
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
const circumstances: readonly Wording['when'][] = ['strangers', 'plainHttp', 'throughVpce', 'outsideVpce'];
const sessions: readonly Wording['when'][] = ['thisInstance', 'notInstances', 'taggedForUse'];
const uploads: readonly Wording['when'][] = ['oldTls', 'otherAcl', 'notKms', 'notAes', 'notEncrypted', 'otherKey'];
const uses: readonly Wording['when'][] = ['viaS3', 'viaEc2', 'forBucket', 'forObjects', 'forLogs', 'callers'];
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
  when: fc.constantFrom(...anyone, ...uses, ...uses, ...targets, 'throughVpce', 'outsideVpce', 'thisInstance'),
});

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}
