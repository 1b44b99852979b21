import type { Seen } from '../seen';
import { bySeverity, type Finding } from './findings';

import type { ObservedAccess, ObservedBucket, ObservedKey } from './observed';
import { places as at } from './places';
import type { Requirements } from './requirements';

/** One thing that was looked at, and what came of it. */
export interface Check {
  readonly place: string;
  readonly verdict: 'ok' | Finding['verdict'];
}

/** Everything that a verification saw, in the order in which the agent meets it, with its worst verdict. */
export function checksOf(
  { role, bucket, logGroup, sessionDocument }: Requirements,
  seen: ObservedAccess,
  findings: readonly Finding[],
): readonly Check[] {
  const keys = [seen.sessionKey, seen.bucketKey, seen.logGroupKey].filter((key) => key !== undefined);
  const documents = sessionDocument === undefined ? [] : [sessionDocument];
  const places = [
    ...documents.map(({ name }) => ({ place: at.sessionDocument(name), wasSeen: isPresent(seen.sessionDocument) })),
    { place: at.role(role.name), wasSeen: true },
    ...(logGroup === undefined ? [] : [{ place: at.logGroup(logGroup.name), wasSeen: isPresent(seen.logGroup) }]),
    ...(bucket === undefined ? [] : bucketPlaces(bucket.name, seen.bucket)),
    ...keys.flatMap(keyPlaces),
  ];
  // What was not seen appears with its finding, or not at all: it is never called ok.
  const known = places.filter(({ place, wasSeen }) => wasSeen || findings.some((finding) => finding.place === place));
  const listed = new Set([...known, ...findings].map(({ place }) => place));
  return [...listed].map((place) => ({ place, verdict: verdictOn(place, findings) }));
}

function bucketPlaces(name: string, bucket: ObservedBucket | undefined) {
  const isThere = bucket?.existence === 'exists';
  const policyWasSeen = isThere && bucket.policy.state !== 'forbidden';
  return [
    { place: at.bucket(name), wasSeen: isThere },
    { place: at.bucketPolicy(name), wasSeen: policyWasSeen },
  ];
}

function keyPlaces({ keyId, metadata, policy }: ObservedKey) {
  const arn = metadata.state === 'present' ? metadata.value.arn : keyId;
  return [
    { place: at.key(keyId), wasSeen: isPresent(metadata) },
    { place: at.keyPolicy(arn), wasSeen: isPresent(policy) },
  ];
}

const isPresent = (seen: Seen<unknown> | undefined) => seen?.state === 'present';

function verdictOn(place: string, findings: readonly Finding[]): Check['verdict'] {
  return bySeverity(findings.filter((finding) => finding.place === place))[0]?.verdict ?? 'ok';
}
