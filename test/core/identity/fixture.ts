import { type DesiredIdentity, desiredIdentity } from '../../../handler/core/identity/desired';
import { type Names, namesOf } from '../../../handler/core/identity/names';
import type { Discovered } from '../../../handler/core/identity/permissions';
import type { Origin } from '../../../handler/core/request/event';
import { parseProperties } from '../../../handler/core/request/parse-properties';
import type { Properties } from '../../../handler/core/request/properties';
import type { Settings } from '../../../handler/core/request/settings';
import { account, settings } from '../request/fixture';

export { account, boundary, otherAccount, settings } from '../request/fixture';

const stackId = `arn:aws:cloudformation:eu-west-1:${account}:stack/app/6f1c2a50-8d3e-11f0-9c55-0a1b2c3d4e5f`;

export const origin: Origin = {
  responseUrl: 'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/x',
  stackId,
  stackName: 'app',
  requestId: '0c9e0d4c-4e4b-4b6c-9f57-3c5f1f0a1d01',
  logicalId: 'SessionRole',
};

/** Another stack of the same account. */
export const otherOrigin: Origin = {
  ...origin,
  stackId: stackId.replace('/app/6f1c', '/web/7a2d'),
  stackName: 'web',
  logicalId: 'WebRole',
};

export const nothingDiscovered: Discovered = { bucketKey: { is: 'none' }, bucketRegion: 'eu-west-1' };

type Raw = Readonly<Record<string, unknown>>;

/** The properties that a template with these values has. */
export function propertiesFrom(raw: Raw = {}, where: Settings = settings): Properties {
  const parsed = parseProperties(raw, where, ['BucketMissing', 'BucketPolicyUnreadable']);
  if ('problems' in parsed) throw new Error('The test must give good properties', { cause: parsed.problems });
  return parsed.properties;
}

export interface Declared {
  readonly raw?: Raw;
  readonly origin?: Origin;
  readonly discovered?: Discovered;
}

/** What a template with these values desires, of this account's stack `app` unless told otherwise. */
export function desiredFrom({ raw = {}, ...declared }: Declared = {}): DesiredIdentity {
  const given = { origin, discovered: nothingDiscovered, ...declared };
  const properties = propertiesFrom({ RoleName: 'app-sessions', ...raw });
  return desiredIdentity({ ...given, properties, settings, names: namesOf(given.origin, properties, settings) });
}

/** The names of the resource that most tests are about. */
export const names: Names = desiredFrom().names;
