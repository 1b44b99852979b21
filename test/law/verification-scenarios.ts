import fc from 'fast-check';
import { boundaries, furtherPolicies, grants, networks } from './verification-circumstances';
import { bucketWordings, keyWordings, type Wording } from './verification-policies';

/** One way in which two accounts may have set up their session logs, well or badly. */
export interface Scenario {
  readonly role: {
    /** Made by an earlier deployment, so that policies may already name it. */
    readonly exists: boolean;
    readonly scope: 'LeastPrivilege' | 'Documented';
    readonly boundary: keyof typeof boundaries;
    readonly further: keyof typeof furtherPolicies;
    /** Whether the account belongs to the organisation, and the template says so. */
    readonly membership: 'none' | 'declared' | 'undeclared';
    /** How its instances reach AWS, and whether the template says so. */
    readonly network: keyof typeof networks;
  };
  readonly bucket: {
    readonly owner: 'own' | 'log';
    readonly verifier: 'deployed' | 'absent';
    readonly region: 'here' | 'elsewhere';
    readonly prefix: '' | 'sessions' | 'team/a';
    readonly encryptionEnabled: boolean;
    readonly algorithm: 'none' | 'AES256' | 'aws:kms' | 'aws:kms:dsse';
    readonly keyName: 'arn' | 'id' | 'aliasArn' | 'otherAccount' | 'otherRegion' | 'nothing';
    readonly bucketKeyEnabled: boolean;
    readonly declaresKey: boolean;
    readonly policy: readonly Wording[];
    readonly restrictPublicBuckets: boolean;
    readonly ownership: 'BucketOwnerEnforced' | 'BucketOwnerPreferred';
    /** Whichever it is, the verification shall be right. */
    readonly aclRight: 'asked' | 'waived';
  };
  readonly key: {
    readonly state: 'Enabled' | 'Updating' | 'Disabled' | 'PendingDeletion';
    readonly spec: 'SYMMETRIC_DEFAULT' | 'RSA_2048';
    readonly delegates: boolean;
    readonly policy: readonly Wording[];
    /** To the role, where it exists. */
    readonly grant: keyof typeof grants;
    /** Whichever it is, the verification shall be right. */
    readonly grantReach: 'bounded' | 'unbounded';
  };
  readonly logGroup: {
    readonly is: 'unused' | 'missing' | 'plain' | 'encrypted';
    readonly encryptionEnabled: boolean;
    readonly streamingEnabled: boolean;
    /** Which key it has, where it is encrypted. */
    readonly key: 'session' | 'bucket';
    /** Whichever it is, the verification shall be right. */
    readonly callerRight: 'asked' | 'waived';
  };
  readonly sessionKey: 'none' | 'own' | 'alias' | 'bucketKey' | 'otherRegion' | 'missing';
}

const mostly = <T>(usual: T, ...unusual: readonly T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...unusual));

const grant = (who: Wording['who'], when: Wording['when']): Wording => ({
  effect: 'Allow',
  who,
  what: 's3:GetEncryptionConfiguration s3:PutObject s3:PutObjectAcl',
  where: 'logs',
  when,
});
const uses = (who: Wording['who'], when: Wording['when']): Wording => ({
  ...grant(who, when),
  what: 'kms:Decrypt kms:GenerateDataKey',
});

const policy = (grants: readonly Wording[], wordings: fc.Arbitrary<Wording>) =>
  fc
    .tuple(fc.constantFrom([], ...grants.map((one) => [one])), fc.array(wordings, { maxLength: 2 }))
    .map((parts) => parts.flat());

const role: fc.Arbitrary<Scenario['role']> = fc.record({
  exists: fc.boolean(),
  scope: mostly('LeastPrivilege', 'Documented'),
  boundary: mostly('deployed', ...(Object.keys(boundaries) as Scenario['role']['boundary'][])),
  further: mostly('none', ...(Object.keys(furtherPolicies) as Scenario['role']['further'][])),
  membership: fc.constantFrom('none', 'declared', 'undeclared'),
  network: fc.constantFrom(...(Object.keys(networks) as Scenario['role']['network'][])),
});

const bucket: fc.Arbitrary<Scenario['bucket']> = fc.record({
  owner: fc.constantFrom('log', 'log', 'own'),
  verifier: mostly('deployed', 'absent'),
  region: mostly('here', 'elsewhere'),
  prefix: fc.constantFrom('sessions', '', 'team/a'),
  encryptionEnabled: mostly(true, false),
  algorithm: mostly('aws:kms', 'AES256', 'aws:kms:dsse', 'none'),
  keyName: mostly('arn', 'id', 'aliasArn', 'otherAccount', 'otherRegion', 'nothing'),
  bucketKeyEnabled: fc.boolean(),
  declaresKey: mostly(false, true),
  policy: policy(
    [grant('account', 'thisRole'), grant('everyone', 'members'), grant('account', 'always')],
    bucketWordings,
  ),
  restrictPublicBuckets: mostly(true, false),
  ownership: mostly('BucketOwnerEnforced', 'BucketOwnerPreferred'),
  aclRight: fc.constantFrom('asked', 'waived'),
});

const key: fc.Arbitrary<Scenario['key']> = fc.record({
  state: mostly('Enabled', 'Updating', 'Disabled', 'PendingDeletion'),
  spec: mostly('SYMMETRIC_DEFAULT', 'RSA_2048'),
  delegates: fc.boolean(),
  grantReach: fc.constantFrom('bounded', 'unbounded'),
  grant: mostly('none', ...(Object.keys(grants) as Scenario['key']['grant'][])),
  policy: policy([uses('account', 'thisRole'), uses('account', 'viaS3'), uses('everyone', 'members')], keyWordings),
});

/** Worlds of which enough work, enough fail, and enough leave a doubt. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  role,
  bucket,
  key,
  logGroup: fc.record({
    is: mostly('unused', 'missing', 'plain', 'encrypted'),
    encryptionEnabled: fc.boolean(),
    streamingEnabled: fc.boolean(),
    key: fc.constantFrom('session', 'bucket'),
    callerRight: fc.constantFrom('asked', 'waived'),
  }),
  sessionKey: mostly('none', 'own', 'alias', 'bucketKey', 'otherRegion', 'missing'),
});

/** Worlds in which bucket or key lacks a grant, and often nothing else. */
export const wanting: fc.Arbitrary<Scenario> = fc
  .tuple(scenarios, fc.constantFrom('bucket', 'key'))
  .map(([scenario, lacking]): Scenario => {
    const denials = scenario[lacking].policy.filter(({ effect }) => effect === 'Deny');
    const seen = { ...scenario.bucket, owner: 'log', verifier: 'deployed', region: 'here' } as const;
    if (lacking === 'bucket') return { ...scenario, bucket: { ...seen, policy: denials } };
    return {
      ...scenario,
      bucket: { ...seen, algorithm: 'aws:kms', keyName: 'arn' },
      key: { ...scenario.key, policy: denials },
    };
  });

const granted = (what: string): Wording => ({
  effect: 'Allow',
  who: 'account',
  what,
  where: 'everything',
  when: 'always',
});
/** Everything right, with the bucket in the log account. */
export const right: Scenario = {
  role: {
    exists: false,
    scope: 'LeastPrivilege',
    boundary: 'deployed',
    further: 'none',
    membership: 'none',
    network: 'public',
  },
  bucket: {
    owner: 'log',
    verifier: 'deployed',
    region: 'here',
    prefix: 'sessions',
    encryptionEnabled: true,
    algorithm: 'aws:kms',
    keyName: 'arn',
    bucketKeyEnabled: true,
    declaresKey: false,
    policy: [granted('s3:PutObject s3:PutObjectAcl'), granted('s3:GetEncryptionConfiguration')],
    restrictPublicBuckets: true,
    ownership: 'BucketOwnerEnforced',
    aclRight: 'asked',
  },
  key: {
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    delegates: true,
    grant: 'none',
    grantReach: 'bounded',
    policy: [{ ...granted('kms:Decrypt kms:GenerateDataKey'), when: 'viaS3' }],
  },
  logGroup: {
    is: 'encrypted',
    encryptionEnabled: true,
    streamingEnabled: true,
    key: 'session',
    callerRight: 'asked',
  },
  sessionKey: 'own',
};
