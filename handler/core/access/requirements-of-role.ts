import { isOwned } from '../identity/ownership';
import { bucketArn } from '../identity/permissions';
import { logging } from '../request/preferences';
import type { ContextEntry, Preferences, Stated, TrustedService } from '../request/properties';
import type { Place } from '../request/settings';
import type { Seen } from '../seen';
import { type Granted, granted, ownerOf } from './granted';
import type { LiveRole } from './live-role';
import type { NamedPolicy } from './observed';
import { type RequiredRole, type Requirements, requirementsOf } from './requirements';
import { trustedServices, trustOf } from './trusted-services';

/** What is said of a role's sessions elsewhere than in its policies. */
export interface Told {
  /** By a person, before everything else. */
  readonly stated: Partial<Stated>;
  /** The session document that the role serves. */
  readonly document?: { readonly name: string; readonly preferences: Seen<Preferences> };
  readonly organizationId?: string;
  readonly contextEntries: readonly ContextEntry[];
}

/**
 * Where a value comes from. `assumed`: it is recorded nowhere, and this is the reading that demands the most of the role, or
 * the default.
 * `open`: the policies allow any name, or several, of which nobody says which is meant, so that nothing is required of it.
 */
export type Source = 'stated' | 'sessionDocument' | 'policies' | 'assumed' | 'open';
export type Sources = Readonly<Partial<Record<keyof Stated, Source>>>;

/** What a role requires of the world, and how that is known. */
export interface RoleRequirements {
  readonly requirements: Requirements;
  readonly sources: Sources;
}

/** What the agent will need under a role that exists: as stated, else as its session document says, else as its policies do. */
export function requirementsOfRole(role: LiveRole, told: Told, place: Place): RoleRequirements {
  const { document, organizationId, contextEntries } = told;
  const speaking = granted(speakingPolicies(role, told), place);
  const layers = layersOf(told, speaking, granted(role.identity.policies, place), place);
  const values = { ...layers.assumed, ...layers.policies, ...layers.sessionDocument, ...layers.stated };
  const needs = {
    ...logging(values),
    tags: role.tags,
    trustedServices: servedBy(role, place),
    stated: { s3BucketOwner: values.s3BucketOwner },
    contextEntries,
    ...(organizationId !== undefined && { organizationId }),
  };
  const required = requirementsOf(needs, { name: role.name, roleArn: role.arn }, place);
  const requirements = { ...required, role: ofWhomItServes(required.role, role, place) };
  const sessionDocument = document && { name: document.name, stated: unsaid(speaking, told) };
  return {
    requirements: { ...requirements, ...(sessionDocument && { sessionDocument }) },
    sources: { ...(isRead(document) ? {} : openAmong(speaking, values)), ...sourcesOf(layers, values) },
  };
}

/**
 * What brings the role to its instances. One of others for Systems Manager may be for hybrid activations, or of Default Host
 * Management, which gives it to instances of EC2:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html
 */
function servedBy({ name, tags, identity }: LiveRole, place: Place): readonly TrustedService[] {
  const services = trustedServices(trustOf(identity.reach.trustPolicy, place));
  const isAnybodys = services.includes('ssm.amazonaws.com') && !isOwned(tags, name);
  return isAnybodys ? ['ec2.amazonaws.com', 'ssm.amazonaws.com'] : services;
}

function ofWhomItServes(
  { servesEc2: _, ...required }: RequiredRole,
  { identity }: LiveRole,
  place: Place,
): RequiredRole {
  const isTrusted = trustOf(identity.reach.trustPolicy, place)['ec2.amazonaws.com'] === 'yes';
  return isTrusted ? { ...required, servesEc2: 'certainly' } : required;
}

/**
 * A policy that this function wrote grants what a template asked for. Another may grant the like for other purposes, and is
 * asked only where no document says what is logged.
 */
function speakingPolicies({ arn, name, tags, identity }: LiveRole, { document }: Told): readonly NamedPolicy[] {
  const ownArn = arn.replace(':role/', ':policy/');
  if (isOwned(tags, name)) return identity.policies.filter((policy) => policy.name === ownArn);
  return isRead(document) ? [] : identity.policies;
}

const isRead = (document: Told['document']) => document?.preferences.state === 'present';

/** What the policies were written for and a document that was read leaves out: the agent does what the document says. */
function unsaid(speaking: Granted, { stated, document }: Told): Preferences {
  if (document?.preferences.state !== 'present') return {};
  const said = { ...document.preferences.value, ...stated };
  return Object.fromEntries(Object.entries(namesIn(speaking)).filter(([name]) => !(name in said)));
}

const namesIn = ({ buckets, logGroups, sessionKeys }: Granted): Preferences => ({
  ...named('s3BucketName', sole(buckets)?.bucketName),
  ...named('cloudWatchLogGroupName', sole(logGroups)),
  ...named('kmsKeyId', sole(sessionKeys)),
});

type Layers = Readonly<Record<Exclude<Source, 'assumed' | 'open'>, Partial<Stated>>> & { readonly assumed: Stated };

function layersOf({ stated, document }: Told, speaking: Granted, all: Granted, place: Place): Layers {
  const said = document?.preferences.state === 'present' ? document.preferences.value : {};
  const found = isRead(document) ? {} : namesIn(speaking);
  const bucketName = stated.s3BucketName ?? said.s3BucketName ?? found.s3BucketName;
  const prefixes = all.buckets.filter((bucket) => bucket.bucketName === bucketName).map(({ keyPrefix }) => keyPrefix);
  const { s3KeyPrefix, ...elsewhere } = said;
  // A prefix belongs to its bucket.
  const sessionDocument: Preferences = said.s3BucketName === bucketName ? said : elsewhere;
  const keyPrefix = stated.s3KeyPrefix ?? sessionDocument.s3KeyPrefix ?? sole(prefixes);
  const objects = bucketName && `${bucketArn({ bucketName }, place.partition)}/${keyPrefix ? `${keyPrefix}/` : ''}*`;
  return {
    stated,
    sessionDocument,
    policies: {
      ...found,
      ...named('s3KeyPrefix', sole(prefixes)),
      ...named('s3BucketOwner', objects && (ownerOf(speaking, objects) ?? ownerOf(all, objects))),
      ...named('s3KmsKeyArn', sole(speaking.bucketKeys)),
    },
    assumed: {
      s3KeyPrefix: '',
      s3BucketOwner: place.account,
      s3EncryptionEnabled: true,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
    },
  };
}

const named = (name: keyof Stated, value: string | undefined): Partial<Stated> =>
  value === undefined ? {} : { [name]: value };

/** The one value there is, however often it stands there. */
function sole<T>(values: readonly T[]): T | undefined {
  const [first, ...others] = new Map(values.map((value) => [JSON.stringify(value), value])).values();
  return others.length === 0 ? first : undefined;
}

function openAmong({ buckets, logGroups, sessionKeys, further }: Granted, values: Stated): Sources {
  const open: Sources = {
    ...((buckets.length > 1 || further.buckets) && { s3BucketName: 'open' }),
    ...((logGroups.length > 1 || further.logGroups) && { cloudWatchLogGroupName: 'open' }),
    ...(sessionKeys.length > 1 && { kmsKeyId: 'open' }),
  };
  return Object.fromEntries(Object.entries(open).filter(([name]) => !(name in values)));
}

/** Of what is required, the first layer that says it. */
function sourcesOf(layers: Layers, values: Stated): Sources {
  const order = ['stated', 'sessionDocument', 'policies', 'assumed'] as const;
  const absent = [
    ...(values.s3BucketName === undefined ? ['s3'] : []),
    ...(values.cloudWatchLogGroupName === undefined ? ['cloudWatch'] : []),
  ];
  const required = Object.keys(values).filter((name) => !absent.some((prefix) => name.startsWith(prefix)));
  return Object.fromEntries(required.map((name) => [name, order.find((layer) => name in layers[layer])]));
}
