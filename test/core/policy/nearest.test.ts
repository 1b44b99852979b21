import type { Statement } from '../../../handler/core/policy/document';
import { nearest } from '../../../handler/core/policy/nearest';
import type { Alternative, Doubt } from '../../../handler/core/policy/verdict';

const named = (name: string): Statement => ({
  name,
  effect: 'Allow',
  actions: { values: ['*'], not: false },
  conditions: [],
});
const [one, two] = [named('one'), named('two')];
const [a, b, c]: readonly Doubt[] = [
  { about: 'contextKey', key: 'aws:SourceVpce' },
  { about: 'contextKey', key: 'aws:SourceIp' },
  { about: 'contextKey', key: 'aws:SourceVpc' },
];
const way = (
  outcome: Alternative['outcome'],
  matchedStatements: readonly Statement[],
  ...doubts: readonly (Doubt | undefined)[]
): Alternative => ({ outcome, matchedStatements, doubts: doubts.flatMap((doubt) => doubt ?? []) });

test.each<{ ways: readonly Alternative[]; left: readonly number[]; because: string }>([
  {
    ways: [way('role', [one], a), way('session', [one], a, b)],
    left: [0],
    because: 'what the same statement needs besides to reach farther is no reason',
  },
  {
    ways: [way('account', [one], a), way('role', [one, two], a, b)],
    left: [0, 1],
    because: 'another statement may come true alone',
  },
  {
    ways: [way('role', [one], a), way('explicitDeny', [one], a, b)],
    left: [0, 1],
    because: 'to allow and to deny are two effects',
  },
  {
    ways: [way('role', [one], a), way('session', [one], b)],
    left: [0, 1],
    because: 'neither needs less than the other',
  },
  {
    ways: [way('role', [one], a), way('session', [one], b, c)],
    left: [0, 1],
    because: 'fewer are not less, if they are others',
  },
  { ways: [way('role', [one], a), way('account', [one], a)], left: [0, 1], because: 'equals do not outdo each other' },
])('of alternatives $left are left, since $because', ({ ways, left }) => {
  expect(nearest(ways)).toEqual(left.map((index) => ways[index]));
  expect(nearest(ways.toReversed())).toEqual(left.map((index) => ways[index]).toReversed());
});
