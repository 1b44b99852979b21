import { createBucket, createKey, createLogGroup } from '../../../local/aws/create';
import type { World } from '../../../local/aws/world';
import { type DeployedFunctions, deploy } from '../../../local/deploy';
import { APPLICATION_ACCOUNT, createTwoAccounts, crossAccountParameters, REGION } from '../../../local/two-accounts';

/** Where a function is deployed: IAM is one for all Regions of an account. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly main: DeployedFunctions['main'];
  /** The bucket of the account's own. */
  readonly bucket: string;
}

export const GUEST_ACCOUNT = '222233334444';
/** A policy that the deployer lets templates attach. */
export const furtherPolicy = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
export const logGroup = '/ssm/sessions';
export const rolePath = '/session-manager/';

const parameters = { ...crossAccountParameters, AllowedManagedPolicyArns: furtherPolicy };
const settled = settle();

/** Two Regions of one account and one of another, all with the function; a life changes its own copy of them. */
export const places: readonly Place[] = settled.places;

export const freshWorld = (): World => structuredClone(settled.world);

function settle(): { readonly world: World; readonly places: readonly Place[] } {
  const { world, functions } = createTwoAccounts(parameters);
  // Its name is generated, from the stack's own alone in the local CloudFormation, and nobody fails here to answer.
  delete world.accounts[APPLICATION_ACCOUNT]?.roles[functions.undelivered.role.name.toLowerCase()];
  const elsewhere = [
    { account: APPLICATION_ACCOUNT, region: 'us-east-1' },
    { account: GUEST_ACCOUNT, region: REGION },
  ];
  const further = elsewhere.map((place) => ({ ...place, main: deploy(world, { ...place, parameters }).main }));
  const home = { account: APPLICATION_ACCOUNT, region: REGION, main: functions.main };
  createLogGroup(world, APPLICATION_ACCOUNT, 'us-east-1', logGroup);
  const key = createKey(world, { account: GUEST_ACCOUNT, region: REGION });
  const encryption = { algorithm: 'aws:kms', kmsMasterKeyId: key.arn, bucketKeyEnabled: true } as const;
  createBucket(world, { name: 'guest-session-logs', owner: GUEST_ACCOUNT, region: REGION, encryption });
  createLogGroup(world, GUEST_ACCOUNT, REGION, logGroup, key.arn);
  const bucketOf = (account: string) => (account === GUEST_ACCOUNT ? 'guest-session-logs' : 'app-session-logs');
  return { world, places: [home, ...further].map((place) => ({ ...place, bucket: bucketOf(place.account) })) };
}
