import fc from 'fast-check';
import { adoptionTag, type Owner, ownerOf, ownershipOf, ownershipTags } from '../../../handler/core/identity/ownership';
import { origin, otherOrigin } from './fixture';

const ours = ownerOf(origin, 'app-sessions');
const theirs = ownerOf(otherOrigin, 'web-sessions');
const tags = ownershipTags(ours);
const without = (part: string) => tags.filter(({ Key }) => !Key.includes(part));
const team = { Key: 'Team', Value: 'platform' };
const somebody = 'somebody without our tags';

test.each([
  { tags, is: 'own', because: 'they are ours' },
  { tags: [team, ...tags.toReversed()], is: 'own', because: 'order and company do not matter' },
  { tags: [...tags, adoptionTag(theirs)], is: 'own', because: 'an offer to others does not take it from us' },
  { tags: [team, adoptionTag(ours)], is: 'offered', because: 'a person handed it over' },
  {
    tags: [...ownershipTags(theirs), adoptionTag(ours)],
    is: 'offered',
    because: 'a person took it from another stack',
  },
  { tags: [...without('hash'), adoptionTag(ours)], is: 'offered', because: 'stripped tags are mended so' },
  { tags: [adoptionTag(theirs)], is: 'foreign', owner: somebody, because: 'the offer is to another' },
  { tags: [], is: 'foreign', owner: somebody, because: 'nobody says that it is ours' },
  { tags: [team], is: 'foreign', owner: somebody, because: 'these say nothing of ownership' },
  { tags: without('stack-id'), is: 'foreign', owner: somebody, because: 'the stack’s tag was stripped' },
  {
    tags: without('hash'),
    is: 'foreign',
    owner: `SessionRole of stack ${origin.stackId}`,
    because: 'the hash was stripped',
  },
  {
    tags: ownershipTags(theirs),
    is: 'foreign',
    owner: `WebRole of stack ${otherOrigin.stackId}`,
    because: 'it is another stack’s',
  },
  {
    tags: ownershipTags({ ...ours, physicalId: 'former-name' }),
    is: 'foreign',
    owner: `SessionRole of stack ${origin.stackId}`,
    because: 'it is the one that this resource is being replaced for',
  },
])('a thing is $is, because $because', ({ tags: found, because: _, ...ownership }) => {
  expect(ownershipOf(found, ours)).toEqual(ownership);
});

const owners: fc.Arbitrary<Owner> = fc.record({
  stackName: fc.constantFrom('app', 'web'),
  stackId: fc.constantFrom(origin.stackId, otherOrigin.stackId),
  logicalId: fc.constantFrom('A', 'B'),
  physicalId: fc.stringMatching(/^[\w+=,.@-]{1,64}$/),
});

test('what one owner marks is its own and nobody else’s, and IAM accepts the marks though names hold commas', () => {
  fc.assert(
    fc.property(owners, owners, (one, other) => {
      for (const { Key, Value } of [...ownershipTags(one), adoptionTag(one)]) {
        expect(`${Key} ${Value}`).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
        expect(Value.length).toBeLessThanOrEqual(256);
      }
      const same = (['stackId', 'logicalId', 'physicalId'] as const).every((part) => one[part] === other[part]);
      expect(ownershipOf(ownershipTags(one), other).is).toBe(same ? 'own' : 'foreign');
    }),
  );
});
