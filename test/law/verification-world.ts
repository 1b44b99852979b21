import {
  createGrant,
  createKey,
  createLogGroup,
  createPolicy,
  createRole,
  putBucketPolicy,
  putKeyPolicy,
} from '../../local/aws/create';
import type { Bucket, Key, World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT, createTwoAccounts, LOG_ACCOUNT, REGION } from '../../local/two-accounts';
import { boundaries, furtherPolicies, grants } from './verification-circumstances';
import { statementOf } from './verification-policies';
import type { Scenario } from './verification-scenarios';
import { FORMER, GROUP, NAMESAKE, ORGANIZATION, PATH, ROLE, roleArn, type Terms } from './verification-terms';

const deployed = createTwoAccounts();
const OTHER_REGION = 'us-east-1';
const SESSION_KEY = '22222222-3333-4444-5555-666666666666';
const ELSEWHERE_KEY = '33333333-4444-5555-6666-777777777777';
const HOMES = {
  own: { account: APPLICATION_ACCOUNT, bucket: 'app-session-logs', alias: 'alias/app' },
  log: { account: LOG_ACCOUNT, bucket: 'org-session-logs', alias: 'alias/org' },
} as const;
export const { main } = deployed.functions;
const base = furnished(deployed.world);

export const homeOf = ({ bucket }: Scenario) => HOMES[bucket.owner];
export const boundaryArn = (name: string) => `arn:aws:iam::${APPLICATION_ACCOUNT}:policy/boundary-${name}`;
export const furtherArn = (name: string) => `arn:aws:iam::${APPLICATION_ACCOUNT}:policy/further-${name}`;

/** Both accounts, with everything that a scenario may name. */
function furnished(world: World): World {
  for (const { account, bucket, alias } of Object.values(HOMES)) {
    createKey(world, { account, region: OTHER_REGION, id: ELSEWHERE_KEY });
    const aliases = world.accounts[account]?.aliases ?? {};
    aliases[`${REGION}/${alias}`] = defaultKey(world, bucket);
    bucketOf(world, bucket).publicAccessBlock = {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: true,
    };
  }
  createKey(world, { account: APPLICATION_ACCOUNT, region: REGION, id: SESSION_KEY, alias: 'alias/session' });
  createRole(
    world,
    APPLICATION_ACCOUNT,
    { RoleName: NAMESAKE, Path: PATH },
    { inline: { anything: document([{ Effect: 'Allow', Action: '*', Resource: '*' }]) } },
  );
  createRole(world, APPLICATION_ACCOUNT, { RoleName: FORMER, Path: PATH });
  for (const [name, statements] of Object.entries(boundaries)) {
    if (statements.length > 0) createPolicy(world, APPLICATION_ACCOUNT, `boundary-${name}`, document(statements));
  }
  for (const [name, statements] of Object.entries(furtherPolicies)) {
    if (statements.length > 0) createPolicy(world, APPLICATION_ACCOUNT, `further-${name}`, document(statements));
  }
  return world;
}

function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** The scenario come true. */
export function worldOf(scenario: Scenario): World {
  const { role, bucket, key, logGroup } = scenario;
  const world = structuredClone(base);
  if (role.membership !== 'none') {
    for (const account of Object.values(world.accounts)) account.organizationId = ORGANIZATION;
  }
  if (role.exists) createRole(world, APPLICATION_ACCOUNT, { RoleName: ROLE, Path: PATH });
  const terms = termsOf(scenario);
  setUpKey(world, terms, key);
  setUpBucket(world, terms, bucket);
  setUpLogGroup(world, terms, logGroup);
  // Whoever is named by a policy and then deleted leaves a dead id in it.
  delete world.accounts[APPLICATION_ACCOUNT]?.roles[FORMER];
  return world;
}

function setUpKey(world: World, terms: Terms, { delegates, policy, grant, ...settings }: Scenario['key']): void {
  const account = terms.keyArn.split(':')[4] ?? '';
  const Action = delegates ? 'kms:*' : ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'];
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const owners = { Sid: 'Owners', Effect: 'Allow', Principal, Action, Resource: '*' };
  const statements = policy.map((wording, index) => statementOf(wording, terms, index));
  putKeyPolicy(world, terms.keyArn, document([owners, ...statements]));
  Object.assign(keyOf(world, terms.keyArn), settings);
  const granted = grants[grant](terms);
  if (terms.roleExists && granted) createGrant(world, terms.keyArn, { ...granted, grantee: roleArn(ROLE) });
}

function setUpBucket(world: World, terms: Terms, scenario: Scenario['bucket']): void {
  const { algorithm, bucketKeyEnabled, policy, region, restrictPublicBuckets, ownership, aclRight } = scenario;
  const bucket = Object.assign(bucketOf(world, terms.bucket), { ownership, aclRight });
  if (region === 'elsewhere') bucket.region = OTHER_REGION;
  const kmsMasterKeyId = algorithm.startsWith('aws:kms') ? nameOfKey(terms, scenario) : undefined;
  const named = kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId };
  bucket.encryption = algorithm === 'none' ? algorithm : { algorithm, bucketKeyEnabled, ...named };
  if (bucket.publicAccessBlock !== undefined) bucket.publicAccessBlock.restrictPublicBuckets = restrictPublicBuckets;
  delete bucket.policy;
  if (policy.length === 0) return;
  const statements = policy.map((wording, index) => statementOf(wording, terms, index));
  putBucketPolicy(world, bucket.name, document(statements));
}

/** The bucket's key, as the bucket stores its name. */
function nameOfKey({ keyArn }: Terms, { keyName, owner }: Scenario['bucket']): string | undefined {
  switch (keyName) {
    case 'arn':
    case 'otherAccount':
    case 'otherRegion':
      return keyArn;
    case 'id':
      return keyArn.split('/')[1] ?? '';
    case 'aliasArn':
      return `arn:aws:kms:${REGION}:${HOMES[owner].account}:${HOMES[owner].alias}`;
    case 'nothing':
      return undefined;
    default:
      return keyName satisfies never;
  }
}

function setUpLogGroup(world: World, { keyArn }: Terms, { is, key, callerRight }: Scenario['logGroup']): void {
  const groups = world.accounts[APPLICATION_ACCOUNT]?.logGroups ?? {};
  delete groups[`${REGION}/${GROUP}`];
  if (is === 'plain') createLogGroup(world, APPLICATION_ACCOUNT, REGION, GROUP);
  if (is !== 'encrypted') return;
  const ofGroup = key === 'session' || !keyArn.includes(`:${REGION}:`) ? ownKey(SESSION_KEY) : keyArn;
  Object.assign(createLogGroup(world, APPLICATION_ACCOUNT, REGION, GROUP, ofGroup), { callerRight });
}

export function termsOf(scenario: Scenario): Terms {
  const { bucket, role } = scenario;
  return {
    bucket: homeOf(scenario).bucket,
    prefix: bucket.prefix,
    keyArn: bucketKeyArn(scenario),
    roleExists: role.exists,
  };
}

function bucketKeyArn({ bucket: { keyName, owner } }: Scenario): string {
  if (keyName === 'otherRegion') return `arn:aws:kms:${OTHER_REGION}:${HOMES[owner].account}:key/${ELSEWHERE_KEY}`;
  const other = owner === 'own' ? HOMES.log : HOMES.own;
  return defaultKey(base, keyName === 'otherAccount' ? other.bucket : HOMES[owner].bucket);
}

/** The session key, as the template and the session document name it. */
export function sessionKeyId(scenario: Scenario): string | undefined {
  const names = {
    none: undefined,
    own: ownKey(SESSION_KEY),
    alias: 'alias/session',
    bucketKey: bucketKeyArn(scenario),
    otherRegion: ownKey(ELSEWHERE_KEY).replace(REGION, OTHER_REGION),
    missing: ownKey(SESSION_KEY.replaceAll('2', '9')),
  } as const;
  return names[scenario.sessionKey];
}

const ownKey = (id: string) => `arn:aws:kms:${REGION}:${APPLICATION_ACCOUNT}:key/${id}`;

function defaultKey(world: World, bucket: string): string {
  const { encryption } = bucketOf(world, bucket);
  return encryption === 'none' ? '' : (encryption.kmsMasterKeyId ?? '');
}

export function bucketOf(world: World, name: string): Bucket {
  const bucket = world.buckets[name];
  if (bucket === undefined) throw new Error(`The world has no bucket ${name}`);
  return bucket;
}

export function keyOf(world: World, arn: string): Key {
  const key = world.accounts[arn.split(':')[4] ?? '']?.keys[arn];
  if (key === undefined) throw new Error(`The world has no key ${arn}`);
  return key;
}
