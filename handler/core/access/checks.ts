import { bySeverity, type Finding } from './findings';
import type { ObservedAccess } from './observed';
import { places } from './places';
import type { Requirements } from './requirements';

/** One thing that was looked at, and what came of it. */
export interface Check {
  readonly place: string;
  readonly verdict: 'ok' | Finding['verdict'];
}

/** Everything that a verification looked at, in the order in which the agent meets it, with its worst verdict. */
export function checksOf(
  { role, bucket, logGroup }: Requirements,
  { bucketKey, sessionKey }: ObservedAccess,
  findings: readonly Finding[],
): readonly Check[] {
  const keys = [sessionKey, bucketKey].filter((key) => key !== undefined);
  const looked = [
    places.role(role.name),
    ...(logGroup === undefined ? [] : [places.logGroup(logGroup.name)]),
    ...(bucket === undefined ? [] : [places.bucket(bucket.name), places.bucketPolicy(bucket.name)]),
    ...keys.flatMap(({ keyId, metadata }) => [
      places.key(keyId),
      places.keyPolicy(metadata.state === 'present' ? metadata.value.arn : keyId),
    ]),
  ];
  const found = findings.map(({ place }) => place).filter((place) => !looked.includes(place));
  return [...looked, ...new Set(found)].map((place) => ({ place, verdict: verdictOn(place, findings) }));
}

function verdictOn(place: string, findings: readonly Finding[]): Check['verdict'] {
  return bySeverity(findings.filter((finding) => finding.place === place))[0]?.verdict ?? 'ok';
}
