import type { Disagreement } from './compare';
import { anything, type Found, type Peer, type Ruling } from './differences/ruling';

/** A disagreement where it came up. */
export interface Sighting extends Disagreement {
  readonly peer: Peer;
  readonly script: string;
  readonly step: string;
  readonly operation: string;
}

export interface Audit {
  /** What differs and is not in the table. */
  readonly unlisted: readonly string[];
  /** What is in the table and differs no more. */
  readonly gone: readonly string[];
}

/** Holds what differs against the table of what may. */
export function audit(sightings: readonly Sighting[], rulings: readonly Ruling[]): Audit {
  const claims = rulings.flatMap(({ found }) => found.flatMap(claimsOf));
  return {
    unlisted: sightings.filter((sighting) => !claims.some((claim) => covers(claim, sighting))).map(told),
    gone: claims.filter((claim) => !sightings.some((sighting) => covers(claim, sighting))).map(told),
  };
}

interface Claim extends Disagreement {
  readonly peer: Peer;
  readonly script?: string;
  readonly step?: string;
  readonly operation?: string;
}

/** One claim for each peer and step, so that each of them must still be true. */
function claimsOf({ member = 'outcome', ours, ...found }: Found): readonly Claim[] {
  const places =
    'steps' in found ? found.steps.map((step) => ({ script: found.script, step })) : [{ operation: found.operation }];
  return (['moto', 'ministack'] as const).flatMap((peer) => {
    const theirs = found[peer];
    return theirs === undefined ? [] : places.map((place) => ({ peer, member, ours, theirs, ...place }));
  });
}

function covers(claim: Claim, sighting: Sighting): boolean {
  const names = ['peer', 'script', 'step', 'operation', 'member', 'ours', 'theirs'] as const;
  return names.every((name) => claim[name] === undefined || claim[name] === anything || claim[name] === sighting[name]);
}

function told({ peer, script, step, operation, member, ours, theirs }: Claim): string {
  const place = [script, step, operation].filter((part) => part !== undefined).join(': ');
  return `${place}: ${member}: ours ${ours}, ${peer} ${theirs}`;
}
