import type { World } from '../../../local/aws/world';
import type { Driver, StackOutcome } from '../../../local/cloudformation/driver';
import type { StackTemplate } from '../../../local/cloudformation/stack';
import { LOG_ACCOUNT } from '../../../local/two-accounts';
import { furtherPolicy, type Given, properties } from '../../law/fixture';
import { attachForeign, fillVersions, NAME, NEW_NAME, SESSION_DOCUMENT, tamper } from './world';

/** One kind of request, as the operation on a stack that sends it. */
export interface RequestKind {
  /** What the stack was created with; absent where its creation is the request. */
  readonly before?: Given;
  /** What befell the world since. */
  readonly meanwhile?: (world: World) => void;
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly given: Given;
}

const { RoleName, ...unnamed } = properties;
const sameAccount: Given = { ...unnamed, RoleName };
const inPlace: Given = {
  ...sameAccount,
  Description: 'changed',
  MaxSessionDuration: '7200',
  TrustedServices: ['ec2.amazonaws.com', 'ssm.amazonaws.com'],
  Tags: [{ Key: 'Stage', Value: 'test' }],
};
const forced: Given = { ...sameAccount, ForceDetachPolicies: 'true' };

/** Every kind of request that the product knows, by the name under which the summary lists it. */
export const requestKinds: Readonly<Record<string, RequestKind>> = {
  create: { type: 'Create', given: sameAccount },
  'create-across-accounts': {
    type: 'Create',
    given: {
      ...{ ServiceToken: sameAccount['ServiceToken'], RoleName: NAME, S3KeyPrefix: 'app' },
      ...{ S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT },
    },
  },
  'create-by-document': {
    type: 'Create',
    given: { ServiceToken: sameAccount['ServiceToken'], RoleName: NAME, SessionDocumentName: SESSION_DOCUMENT },
  },
  'update-unchanged': { before: sameAccount, type: 'Update', given: { ...sameAccount, ReconcileToken: '2' } },
  'update-in-place': {
    before: { ...sameAccount, ManagedPolicyArns: [furtherPolicy] },
    type: 'Update',
    given: inPlace,
  },
  'update-policy': {
    before: sameAccount,
    meanwhile: fillVersions,
    type: 'Update',
    given: { ...sameAccount, S3KeyPrefix: 'elsewhere' },
  },
  'update-drift': {
    before: sameAccount,
    meanwhile: tamper,
    type: 'Update',
    given: { ...sameAccount, ReconcileToken: '2' },
  },
  rename: { before: sameAccount, type: 'Update', given: { ...sameAccount, RoleName: NEW_NAME } },
  delete: { before: sameAccount, type: 'Delete', given: sameAccount },
  'delete-by-force': { before: forced, meanwhile: attachForeign, type: 'Delete', given: forced },
};

export function requestKind(name: string): RequestKind {
  const kind = requestKinds[name];
  if (kind === undefined) throw new Error(`No such kind of request: ${name}: one of ${Object.keys(requestKinds)}`);
  return kind;
}

export const STACK = 'app';

/** A stack of one role, which CloudFormation awaits for as long as template.yaml advises. */
export function template(given: Given, others: StackTemplate['resources'] = {}): StackTemplate {
  const { ServiceTimeout: _, ...rest } = given;
  const role = { type: 'Custom::SessionManagerRole', properties: rest, serviceTimeoutSeconds: 1800 } as const;
  return { resources: { Role: role, ...others } };
}

/** Lets CloudFormation send the request. */
export function send({ type, given }: RequestKind, driver: Driver): Promise<StackOutcome> {
  switch (type) {
    case 'Create':
      return driver.createStack(STACK, template(given));
    case 'Update':
      return driver.updateStack(STACK, template(given));
    case 'Delete':
      return driver.deleteStack(STACK);
    default:
      throw new Error(`Unknown request: ${type satisfies never}`);
  }
}
