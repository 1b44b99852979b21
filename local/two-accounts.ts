import { createAccount, createBucket, createKey, createLogGroup, createWorld } from './aws/create';
import type { World } from './aws/world';
import { type DeployedFunctions, deploy } from './deploy';
import { deployLogAccount } from './deploy-log-account';

export const REGION = 'eu-west-1';
/** Where the instances run, and the function is deployed. */
export const APPLICATION_ACCOUNT = '111122223333';
/** Where the organisation keeps its session logs. */
export const LOG_ACCOUNT = '444455556666';
const OWN_KEY_ID = '11111111-2222-3333-4444-555555555555';
const LOG_KEY_ID = '66666666-7777-8888-9999-000000000000';

/** The parameters under which the function may work for a bucket of the log account. */
export const crossAccountParameters = {
  AllowedS3BucketOwners: LOG_ACCOUNT,
  VerifierRoleName: 'session-manager-role-verifier',
  VerifierExternalId: 'session-logs',
} as const;

export interface TwoAccounts {
  readonly world: World;
  readonly functions: DeployedFunctions;
  /** The key of the log account's bucket. */
  readonly logKeyArn: string;
}

/** The world of the story, the events and the examples: template.yaml and examples/log-account.yaml are deployed in it. */
export function createTwoAccounts(parameters: Readonly<Record<string, string>> = crossAccountParameters): TwoAccounts {
  const world = createWorld();
  createAccount(world, APPLICATION_ACCOUNT);
  createAccount(world, LOG_ACCOUNT);
  const functions = deploy(world, { account: APPLICATION_ACCOUNT, region: REGION, parameters });
  const logKeyArn = deployLogAccount(world, {
    account: LOG_ACCOUNT,
    region: REGION,
    keyId: LOG_KEY_ID,
    parameters: {
      BucketName: 'org-session-logs',
      RoleAccountIds: APPLICATION_ACCOUNT,
      VerifierExternalId: crossAccountParameters.VerifierExternalId,
    },
  });
  createOwnLogging(world);
  return { world, functions, logKeyArn };
}

/** A bucket and a log group of the application account itself. */
function createOwnLogging(world: World): void {
  const key = createKey(world, { account: APPLICATION_ACCOUNT, region: REGION, id: OWN_KEY_ID });
  createBucket(world, {
    name: 'app-session-logs',
    owner: APPLICATION_ACCOUNT,
    region: REGION,
    encryption: { algorithm: 'aws:kms', kmsMasterKeyId: key.arn, bucketKeyEnabled: true },
  });
  createLogGroup(world, APPLICATION_ACCOUNT, REGION, '/ssm/sessions', key.arn);
}
