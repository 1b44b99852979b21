import { parseArn } from '../arn';
import type { Origin } from '../request/event';
import type { Tag } from '../request/properties';
import type { Home } from '../request/settings';
import { type Names, shortHash } from './names';
import type { ObservedIdentity } from './observed';

/** Prefix of every tag that this function writes or obeys. */
const TAG_PREFIX = 'session-manager-role:';
/** Names the short hashes of the further managed policies that this function attached, so that it detaches no others. */
export const MANAGED_POLICIES_TAG = `${TAG_PREFIX}managed-policies`;
/** Names the session document whose preferences the role serves: nothing else in IAM would tell it to who looks later. */
export const SESSION_DOCUMENT_TAG = `${TAG_PREFIX}session-document`;
const STACK_ID_TAG = `${TAG_PREFIX}stack-id`;
const LOGICAL_ID_TAG = `${TAG_PREFIX}logical-id`;
// A hash, since a role's name may hold a comma and a tag's value may not.
const PHYSICAL_ID_TAG = `${TAG_PREFIX}physical-id-hash`;
/** Hands a thing over: its value names stack and logical id. */
export const ADOPT_TAG = `${TAG_PREFIX}adopt`;
/** The keys of every tag that a role may bear besides those that its template asks for. */
export const OWN_TAGS = [
  MANAGED_POLICIES_TAG,
  SESSION_DOCUMENT_TAG,
  STACK_ID_TAG,
  LOGICAL_ID_TAG,
  PHYSICAL_ID_TAG,
  ADOPT_TAG,
] as const;

/** Which resource of which stack something in IAM belongs to. */
export interface Owner {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/** Whose a thing in IAM is, as its tags say. */
export type Ownership =
  | { readonly is: 'own' }
  /** A person who may tag handed it over to this resource. */
  | { readonly is: 'offered' }
  | { readonly is: 'foreign'; readonly owner: string };

export function ownerOf({ stackId, stackName, logicalId }: Origin, physicalId: string): Owner {
  return { stackId, stackName, logicalId, physicalId };
}

/** The tags that mark a thing as its owner's. */
export function ownershipTags({ stackId, logicalId, physicalId }: Owner): readonly Tag[] {
  return [
    { Key: STACK_ID_TAG, Value: stackId },
    { Key: LOGICAL_ID_TAG, Value: logicalId },
    { Key: PHYSICAL_ID_TAG, Value: shortHash(physicalId) },
  ];
}

/** Whether its tags say that this function made the thing of this name, whichever resource it is of. */
export function isOwned(tags: readonly Tag[], name: string): boolean {
  return tagValue(tags, STACK_ID_TAG) !== undefined && tagValue(tags, PHYSICAL_ID_TAG) === shortHash(name);
}

export function ownershipOf(tags: readonly Tag[], owner: Owner): Ownership {
  if (ownershipTags(owner).every(({ Key, Value }) => tagValue(tags, Key) === Value)) return { is: 'own' };
  if (tagValue(tags, ADOPT_TAG) === offerTo(owner)) return { is: 'offered' };
  const stackId = tagValue(tags, STACK_ID_TAG);
  const logicalId = tagValue(tags, LOGICAL_ID_TAG);
  return {
    is: 'foreign',
    owner: stackId === undefined ? 'somebody without our tags' : `${logicalId} of stack ${stackId}`,
  };
}

/** The resource that owns the thing of this name, where its stack is one of this account and Region. */
export function claimantOf(
  tags: readonly Tag[],
  name: string,
  home: Pick<Home, 'account' | 'region'>,
): Pick<Owner, 'stackId' | 'logicalId'> | undefined {
  const stackId = tagValue(tags, STACK_ID_TAG);
  if (stackId === undefined || !isOwned(tags, name)) return undefined;
  const stack = parseArn(stackId);
  if (stack?.account !== home.account || stack.region !== home.region) return undefined;
  return { stackId, logicalId: tagValue(tags, LOGICAL_ID_TAG) ?? '' };
}

/** Whether anything at these very ARNs is the owner's already. */
export function ownsAny(names: Names, owner: Owner, { role, policy, instanceProfile }: ObservedIdentity): boolean {
  const arns = [names.roleArn, names.policyArn, names.instanceProfileArn];
  return [role, policy, instanceProfile].some(
    (found) =>
      found.state === 'present' && arns.includes(found.value.arn) && ownershipOf(found.value.tags, owner).is === 'own',
  );
}

/** The tag by which a person hands a thing over to `owner`. */
export function adoptionTag(owner: Owner): Tag {
  return { Key: ADOPT_TAG, Value: offerTo(owner) };
}

const offerTo = ({ stackName, logicalId }: Owner) => `${stackName}/${logicalId}`;

export function tagValue(tags: readonly Tag[], key: string): string | undefined {
  return tags.find(({ Key }) => Key === key)?.Value;
}
