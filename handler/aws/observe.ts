import type { IdentityPolicies, NamedPolicy, ObservedAccess } from '../core/access/observed';
import { requirementsOf } from '../core/access/requirements';
import { attachments } from '../core/identity/attachments';
import type { ObservedIdentity } from '../core/identity/observed';
import type { Evidence, Wanted } from '../core/proposal';
import { underDocument } from '../core/request/preferences';
import type { Preferences } from '../core/request/properties';
import type { Seen } from '../core/seen';
import { AwsError } from './aws-error';
import { observeAccess } from './observe-access';
import { identityReads } from './observe-identity';
import { observeInlinePolicies, observeManagedPolicies } from './observe-policies';
import { observeSessionDocument } from './observe-session-document';
import { observeResourceStatus, observeStackStatus } from './observe-stack';
import type { Call, Caller, Operation } from './operations';

/** The evidence, and CloudFormation's status: on Create of the resource, on Update of the stack. */
export interface Observed extends Evidence {
  readonly status: Seen<string>;
}

/** Reads everything at once, each chain as soon as what it depends on is known. */
export async function observe(call: Call, wanted: Wanted): Promise<Observed> {
  const { names, properties, settings } = wanted;
  const caller: Caller = { region: settings.region };
  const asking = properties.verification === 'Off' ? unverified(call) : call;
  const reads = identityReads(call, caller, names, wanted.type);
  const [role, policy, instanceProfile, others, named, access, status] = await Promise.all([
    reads.role,
    reads.policy,
    reads.instanceProfile,
    reads.role.then((found) => policiesOfOthers(asking, caller, wanted, found)),
    observeManagedPolicies(asking, caller, [properties.permissionsBoundary, ...properties.managedPolicyArns]),
    observeAgentsNeeds(asking, wanted),
    observeStatus(call, caller, wanted),
  ]);
  const [boundary, ...managed] = named;
  const beside: IdentityPolicies = {
    policies: [...managed, ...others],
    ...(boundary !== undefined && { boundary }),
    ...(role.state === 'present' && { roleId: role.value.id }),
  };
  return { identity: { role, policy, instanceProfile }, access, beside, status };
}

/** The session document comes first: it says what else there is to look at. */
async function observeAgentsNeeds(call: Call, wanted: Wanted): Promise<ObservedAccess> {
  const { type, properties, names, settings } = wanted;
  const { sessionDocumentName } = properties;
  const account = `arn:${settings.partition}:iam::${settings.account}:root`;
  const known = { settings, ...(type === 'Update' && { grantees: [names.roleArn, account] }) };
  const requirementsUnder = (document: Seen<Preferences> | undefined) =>
    requirementsOf(underDocument(properties, document), names, settings);
  if (sessionDocumentName === undefined) return observeAccess(call, requirementsUnder(undefined), known);
  const sessionDocument = await observeSessionDocument(call, sessionDocumentName, settings);
  const access = await observeAccess(call, requirementsUnder(sessionDocument), known);
  return { ...access, sessionDocument };
}

/** Asks CloudFormation how far the resource or its stack is. */
export function observeStatus(
  call: Call,
  caller: Caller,
  { type, origin }: Pick<Wanted, 'type' | 'origin'>,
): Promise<Seen<string>> {
  return type === 'Create' ? observeResourceStatus(call, caller, origin) : observeStackStatus(call, caller, origin);
}

async function policiesOfOthers(
  call: Call,
  caller: Caller,
  { names, properties }: Wanted,
  role: ObservedIdentity['role'],
): Promise<readonly NamedPolicy[]> {
  if (role.state === 'absent' || properties.verification === 'Off') return [];
  const { foreign } = attachments(role.value, [names.policyArn, ...properties.managedPolicyArns]);
  const [managed, inline] = await Promise.all([
    observeManagedPolicies(call, caller, foreign),
    observeInlinePolicies(call, caller, { name: names.name, inlinePolicyNames: role.value.inlinePolicyNames }),
  ]);
  return [...managed, ...inline];
}

/** The port without what verification alone wants to know. */
function unverified(call: Call): Call {
  return (operation, input, caller) => {
    if (!ofVerification.has(operation)) return call(operation, input, caller);
    return Promise.reject(new AwsError('NotAsked', 0, 'Verification is off'));
  };
}

const ofVerification: ReadonlySet<Operation> = new Set([
  'iam:GetPolicyVersion',
  'kms:GetKeyPolicy',
  'kms:ListGrants',
  'organizations:DescribeOrganization',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
]);
