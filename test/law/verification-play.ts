import { observe } from '../../handler/aws/observe';
import { type Finding, findingCodes } from '../../handler/core/access/findings';
import type { Attributes } from '../../handler/core/answer';
import { type Names, namesOf } from '../../handler/core/identity/names';
import { type Proposal, propose, type Wanted } from '../../handler/core/proposal';
import { parseProperties } from '../../handler/core/request/parse-properties';
import type { Settings } from '../../handler/core/request/settings';
import { runSession, type SessionPreferences, type SessionRun } from '../../local/aws/agent';
import { createPolicy, createRole, putBucketPolicy, putKeyPolicy } from '../../local/aws/create';
import { renderPrincipals } from '../../local/aws/policy-documents';
import { localCall } from '../../local/aws/port';
import type { World } from '../../local/aws/world';
import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { settingsOf } from '../settings';
import { type Network, networks } from './verification-circumstances';
import type { Scenario } from './verification-scenarios';
import { GROUP, INSTANCE, ORGANIZATION, ROLE } from './verification-terms';
import { boundaryArn, bucketOf, furtherArn, homeOf, keyOf, main, sessionKeyId, termsOf } from './verification-world';

/** What the function would tell and write in a world, without writing it. */
export async function verified(world: World, scenario: Scenario): Promise<Proposal> {
  const call = localCall(world, { role: main.accessKeyId, now: () => 0 });
  const wanted = wantedOf(scenario);
  return propose(wanted, await observe(call, wanted));
}

const withVerifier = settingsOf(main.environment, main.arn);
const withoutVerifier = settingsOf({ ...main.environment, VERIFIER_ROLE_NAME: '', VERIFIER_EXTERNAL_ID: '' }, main.arn);

const origin = {
  responseUrl: 'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/x',
  stackId: `arn:aws:cloudformation:${REGION}:${APPLICATION_ACCOUNT}:stack/app/0`,
  stackName: 'app',
  requestId: '0',
  logicalId: 'SessionRole',
} as const;

function wantedOf(scenario: Scenario): Wanted {
  const settings: Settings = scenario.bucket.verifier === 'deployed' ? withVerifier : withoutVerifier;
  const parsed = parseProperties(propertiesOf(scenario), settings, findingCodes);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { properties } = parsed;
  const names: Names = namesOf(origin, properties, settings);
  return { type: scenario.role.exists ? 'Update' : 'Create', origin, names, properties, settings };
}

function propertiesOf(scenario: Scenario): Readonly<Record<string, unknown>> {
  const { role, bucket, logGroup } = scenario;
  const { account, bucket: name } = homeOf(scenario);
  return {
    RoleName: ROLE,
    PolicyScope: role.scope,
    S3BucketName: name,
    S3BucketOwner: account,
    S3KeyPrefix: bucket.prefix,
    S3EncryptionEnabled: bucket.encryptionEnabled,
    KmsKeyId: sessionKeyId(scenario),
    ...(bucket.declaresKey && { S3KmsKeyArn: termsOf(scenario).keyArn }),
    ...(role.boundary !== 'deployed' && { PermissionsBoundary: boundaryArn(role.boundary) }),
    ...(role.further !== 'none' && { ManagedPolicyArns: [furtherArn(role.further)] }),
    ...(role.membership === 'declared' && { OrganizationId: ORGANIZATION }),
    ContextEntries: toldOf(role.network),
    ...(logGroup.is !== 'unused' && {
      CloudWatchLogGroupName: GROUP,
      CloudWatchEncryptionEnabled: logGroup.encryptionEnabled,
      CloudWatchStreamingEnabled: logGroup.streamingEnabled,
    }),
  };
}

function toldOf(name: Scenario['role']['network']): readonly object[] {
  const { sent, told, endpoints = {}, toldEndpoints = [] }: Network = networks[name];
  return [
    ...told.map((key) => ({ ContextKeyName: key, ContextKeyValues: [sent[key]] })),
    ...toldEndpoints.map((Service) => {
      return { ContextKeyName: 'aws:SourceVpce', ContextKeyValues: [endpoints[Service]], Service };
    }),
  ];
}

/** A copy of the world in which the role is as the proposal wants it. */
export function enrolled(world: World, { desired }: Proposal): World {
  const { names, permissionsBoundary, managedPolicyArns, tags, policy } = desired;
  const copy = structuredClone(world);
  const roles = copy.accounts[APPLICATION_ACCOUNT]?.roles ?? {};
  if (roles[ROLE] === undefined) createRole(copy, APPLICATION_ACCOUNT, { RoleName: ROLE, Path: names.path });
  const { arn } = createPolicy(copy, APPLICATION_ACCOUNT, names.name, policy, names.path);
  Object.assign(roles[ROLE] ?? {}, { permissionsBoundary, tags, attached: [arn, ...managedPolicyArns] });
  return copy;
}

/** What one session comes to: with a log of 100 bytes, and with one of 6 MiB. */
export interface Sessions {
  readonly short: SessionRun;
  readonly long: SessionRun;
}

/** Plays sessions under a role, as an instance of the application account has them. */
export function sessionsUnder(role: string, world: World, scenario: Scenario): Sessions {
  const instance = { account: APPLICATION_ACCOUNT, region: REGION, role, instanceId: INSTANCE, sessionId: 'alice-0' };
  const { sent: network, endpoints = {} }: Network = networks[scenario.role.network];
  const connected = { ...instance, network, endpoints, preferences: preferencesOf(scenario) };
  const run = (size: number) => runSession(world, connected, size);
  return { short: run(100), long: run(6 * 1024 * 1024) };
}

function preferencesOf(scenario: Scenario): SessionPreferences {
  const { bucket, logGroup } = scenario;
  const kmsKeyId = sessionKeyId(scenario);
  return {
    s3BucketName: homeOf(scenario).bucket,
    s3KeyPrefix: bucket.prefix,
    s3EncryptionEnabled: bucket.encryptionEnabled,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(logGroup.is !== 'unused' && {
      cloudWatchLogGroupName: GROUP,
      cloudWatchEncryptionEnabled: logGroup.encryptionEnabled,
      cloudWatchStreamingEnabled: logGroup.streamingEnabled,
    }),
  };
}

/** A copy of the world in which the owner has followed the finding: read the policy, added the statement, saved it. */
export function remedied(world: World, finding: Finding, scenario: Scenario): World {
  if (finding.remedy.kind !== 'addStatement') throw new Error(`Nothing to add for ${finding.code}`);
  const copy = structuredClone(world);
  const keyArn = /^KeyPolicy of (.+)$/.exec(finding.place)?.[1];
  if (keyArn === undefined) addToBucket(copy, homeOf(scenario).bucket, [finding.remedy.statement]);
  else addToKey(copy, keyArn, [finding.remedy.statement]);
  return copy;
}

/** A copy of the world in which the owners have pasted what the answer's attributes demand. */
export function pasted(world: World, attributes: Attributes, scenario: Scenario): World {
  const copy = structuredClone(world);
  const { RequiredBucketPolicy, RequiredKeyPolicy } = attributes;
  addToBucket(copy, homeOf(scenario).bucket, JSON.parse(RequiredBucketPolicy));
  addToKey(copy, termsOf(scenario).keyArn, JSON.parse(RequiredKeyPolicy));
  return copy;
}

function addToBucket(world: World, name: string, statements: readonly object[]): void {
  putBucketPolicy(world, name, extended(world, bucketOf(world, name).policy, statements));
}

function addToKey(world: World, arn: string, statements: readonly object[]): void {
  putKeyPolicy(world, arn, extended(world, keyOf(world, arn).policy, statements));
}

// AWS refuses to save what names a role that is gone, so its statements go first.
function extended(world: World, policy: string | undefined, statements: readonly object[]): object {
  const { Version, Statement } = JSON.parse(
    renderPrincipals(world, policy ?? '{"Version":"2012-10-17","Statement":[]}'),
  );
  const living = Statement.filter((one: object) => !/"AWS":"AROA/.test(JSON.stringify(one)));
  return { Version, Statement: [...living, ...statements] };
}
