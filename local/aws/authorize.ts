import { AwsError } from '../../handler/aws/aws-error';
import { evaluateGrants } from './grants';
import { type Context, evaluatePolicy, type Question, strongest, type Verdict } from './naive-policy';
import { accountOf } from './service';
import { type Caller, sessionArn } from './sessions';
import type { Grant, Key, Role, World } from './world';

/** One action on one resource. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  /** The resource's own policy, where its service has one: a key always, a bucket perhaps, a role its trust policy. */
  readonly resourcePolicy?: ResourcePolicy;
  readonly context?: Context;
}

export interface ResourcePolicy {
  readonly kind: 'bucket' | 'key' | 'trust';
  readonly document: string | undefined;
  /** On a key. */
  readonly grants?: readonly Grant[];
  readonly grantReach?: Key['grantReach'];
  /** S3 cuts off other accounts: `RestrictPublicBuckets` and a public policy. */
  readonly restrictedToOwner?: boolean;
}

/** Lets the request pass or throws the `AccessDenied` that its service would answer. */
export function authorize(world: World, caller: Caller, request: Request): void {
  const refusal = refusalOf(world, caller, request);
  if (refusal === undefined) return;
  const jsonProtocol = /^(events|kms|logs|organizations|ssm):/.test(request.action);
  throw new AwsError(
    'AccessDenied',
    jsonProtocol ? 400 : 403,
    `User: ${sessionArn(world, caller)} is not authorized to perform: ${request.action} on resource: ${request.resource} ${refusal}`,
  );
}

/** Why the request is refused, or nothing. */
export function refusalOf(world: World, caller: Caller, request: Request): string | undefined {
  const { action, resource, resourcePolicy } = request;
  const question: Question = { action, resource, context: contextOf(world, caller, request) };
  const boundary = boundaryOf(world, caller.role);
  const principal = principalOf(world, caller);
  const verdicts = {
    'an identity-based policy': strongest(
      identityPolicies(world, caller.role).map((text) => evaluatePolicy(text, question)),
    ),
    'a permissions boundary': boundary === undefined ? 'allow' : evaluatePolicy(boundary, question),
    'a resource-based policy': evaluatePolicy(resourcePolicy?.document ?? noPolicy, { ...question, principal }),
  };
  const denying = Object.entries(verdicts).find(([, verdict]) => verdict === 'deny');
  if (denying) return `with an explicit deny in ${denying[0]}`;

  return refusalUnder(caller, request, {
    identity: verdicts['an identity-based policy'],
    boundary: verdicts['a permissions boundary'],
    resource: verdicts['a resource-based policy'],
    grants: evaluateGrants(resourcePolicy?.grants ?? [], { ...question, principal }),
  });
}

type Verdicts = Readonly<Record<'identity' | 'boundary' | 'resource' | 'grants', Verdict>>;

// No page says whether a boundary limits a grant: a key says which it is here.
const isUnbounded = (resourcePolicy: ResourcePolicy | undefined) => resourcePolicy?.grantReach === 'unbounded';

const grantsRole = (verdict: Verdict) => verdict === 'allow' || verdict === 'allowSession';

/** Why the request is refused although nobody denies it, or nothing. */
function refusalUnder(caller: Caller, request: Request, verdicts: Verdicts): string | undefined {
  const { action, resourceAccount, resourcePolicy } = request;
  const { identity, boundary, resource, grants } = verdicts;
  const own = strongest([resource, grants]);
  const sameAccount = caller.account === resourceAccount;
  // "Permissions granted directly to a session are not limited by an implicit deny in [...] a permissions boundary":
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
  if (sameAccount && own === 'allowSession') return undefined;
  const unless = (allowed: boolean, kind: string) =>
    allowed ? undefined : `because no ${kind} allows the ${action} action`;
  const isGranted = grantsRole(grants);
  if (isGranted && isUnbounded(resourcePolicy)) return undefined;
  if (boundary !== 'allow') return unless(false, 'permissions boundary');
  if (sameAccount && own === 'allow') return undefined;
  // A grant suffices across accounts too, as for a service-linked role, whose policies nobody can write:
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
  if (isGranted) return undefined;
  if (!sameAccount && resourcePolicy?.restrictedToOwner) return 'because RestrictPublicBuckets cuts off other accounts';
  if (needsResourcePolicy(caller, request) && own === 'silent') return unless(false, 'resource-based policy');
  return unless(identity === 'allow', 'identity-based policy');
}

function principalOf(world: World, caller: Caller) {
  return {
    session: sessionArn(world, caller),
    itself: [caller.role.id],
    account: [`arn:${world.partition}:iam::${caller.account}:root`],
    hasBoundary: caller.role.permissionsBoundary !== undefined,
  };
}

function needsResourcePolicy(caller: Caller, { resourceAccount, resourcePolicy }: Request): boolean {
  if (resourcePolicy === undefined) return false;
  return resourcePolicy.kind !== 'bucket' || caller.account !== resourceAccount;
}

function identityPolicies(world: World, role: Role): readonly string[] {
  return [...role.attached.flatMap((arn) => defaultDocument(world, arn) ?? []), ...Object.values(role.inline)];
}

function boundaryOf(world: World, role: Role): string | undefined {
  if (role.permissionsBoundary === undefined) return undefined;
  // A boundary that was deleted allows nothing.
  return defaultDocument(world, role.permissionsBoundary) ?? noPolicy;
}

const noPolicy = '{"Statement":[]}';

function defaultDocument(world: World, policyArn: string): string | undefined {
  const policy = world.accounts[policyArn.split(':')[4] ?? '']?.policies[policyArn];
  return policy?.versions.find(({ isDefault }) => isDefault)?.document;
}

function contextOf(world: World, caller: Caller, request: Request): Context {
  const organization = accountOf(world, caller.account).organizationId;
  const resourceOrganization = world.accounts[request.resourceAccount]?.organizationId;
  const context: Context = {
    'aws:PrincipalArn': caller.role.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:userid': `${caller.role.id}:${caller.sessionName}`,
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': caller.region,
    'aws:ResourceAccount': request.resourceAccount,
    ...(organization === undefined ? {} : { 'aws:PrincipalOrgID': organization }),
    ...(resourceOrganization === undefined ? {} : { 'aws:ResourceOrgID': resourceOrganization }),
    ...Object.fromEntries(caller.role.tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
    ...request.context,
  };
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}
