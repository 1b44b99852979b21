import fc from 'fast-check';
import type { DesiredIdentity } from '../../../handler/core/identity/desired';
import { desiredFrom } from './fixture';
import { boundaries, type Cut, type Order, pool } from './local-iam';

/** What a template may say of one resource. */
export type Wish = Readonly<Record<string, unknown>>;

const tagOf = ([Key, Value]: readonly [string, string]) => ({ Key, Value });
const fewTags = fc
  .uniqueArray(fc.tuple(fc.constantFrom('Team', 'team', 'Stage', 'k'), fc.constantFrom('', 'a', 'b')), {
    selector: ([key]) => key.toLowerCase(),
  })
  .map((pairs) => pairs.map(tagOf));
const manyTags = fc
  .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 20, max: 45 }))
  .map(([letter, count]) => Array.from({ length: count }, (_, n) => tagOf([`${letter}${n}`, letter])));

/** Tags as a template gives them: few, or so many that two sets of them exceed what IAM allows at once. */
export const templateTags = fc.oneof({ weight: 3, arbitrary: fewTags }, { weight: 1, arbitrary: manyTags });

export const wishes: fc.Arbitrary<Wish> = fc.record({
  Description: fc.constantFrom('', 'Sessions', 'Sessions of app'),
  MaxSessionDuration: fc.constantFrom('3600', '7200'),
  Tags: templateTags,
  PermissionsBoundary: fc.constantFrom(...boundaries),
  ManagedPolicyArns: fc.subarray([...pool], { maxLength: 9 }),
  TrustedServices: fc.constantFrom(['ec2.amazonaws.com'], ['ec2.amazonaws.com', 'ssm.amazonaws.com']),
  CloudWatchLogGroupName: fc.constantFrom('/ssm/a', '/ssm/b'),
});

export const desiredBy = (wish: Wish): DesiredIdentity => desiredFrom({ raw: wish });

/** Anywhere in a plan; past its end it is not cut at all. */
export const cuts: fc.Arbitrary<Cut> = fc.record({
  nth: fc.integer({ min: 1, max: 16 }),
  when: fc.constantFrom('before', 'after'),
});

export const orders: fc.Arbitrary<Order> = fc.constantFrom('asPlanned', 'reversed');
