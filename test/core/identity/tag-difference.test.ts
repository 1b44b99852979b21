import fc from 'fast-check';
import { taggables, tagStages } from '../../../handler/core/identity/tag-changes';
import { tagDifference } from '../../../handler/core/identity/tag-difference';
import type { Tag } from '../../../handler/core/request/properties';
import { withoutTags, withTags } from '../../../local/aws/iam-rules';
import { names } from './fixture';

const keys = fc.constantFrom('Team', 'team', 'TEAM', 'Stage', 'stage', 'é', 'É', 'session-manager-role:adopt');
const tagsBy = (selector: (key: string) => string) =>
  fc.uniqueArray(fc.record({ Key: keys, Value: fc.constantFrom('', 'a', 'b') }), {
    selector: ({ Key }) => selector(Key),
  });
const sorted = (tags: readonly Tag[]) => tags.map((tag) => JSON.stringify(tag)).toSorted();

const kinds = [
  {
    kind: 'onRole',
    keyCase: 'insensitive',
    tags: tagsBy((key) => key.toLowerCase()),
    because: 'there keys that differ in case are one',
  },
  { kind: 'onPolicyOrProfile', keyCase: 'sensitive', tags: tagsBy((key) => key), because: 'there keys have case' },
] as const;

test.each(kinds)('applying a difference $kind yields the desired tags: $because', ({ kind, keyCase, tags }) => {
  fc.assert(
    fc.property(tags, tags, (observed, desired) => {
      const { set, removeKeys } = tagDifference(observed, desired, kind);
      const removed = withoutTags(observed, removeKeys, keyCase);
      expect(sorted(withTags(removed, [...set], keyCase))).toEqual(sorted(desired));
      const tagged = withTags(observed, [...set], keyCase);
      expect(sorted(withoutTags(tagged, removeKeys, keyCase))).toEqual(sorted(desired));
    }),
  );
});

test.each(kinds)('a difference $kind names nothing that is as it shall be', ({ kind, tags }) => {
  fc.assert(
    fc.property(tags, tags, (observed, desired) => {
      expect(tagDifference(desired, desired, kind)).toEqual({ set: [], removeKeys: [] });
      const { set, removeKeys } = tagDifference(observed, desired, kind);
      const touched = new Set([...set.map(({ Key }) => Key), ...removeKeys]);
      const same = observed.filter((one) => desired.some(({ Key, Value }) => Key === one.Key && Value === one.Value));
      expect(same.filter(({ Key }) => touched.has(Key))).toEqual([]);
    }),
  );
});

const many = (letter: string, count: number): Tag[] =>
  Array.from({ length: count }, (_, n) => ({ Key: `${letter}${n}`, Value: '' }));
const offer = { Key: 'session-manager-role:adopt', Value: 'app/SessionRole' };

test.each([
  {
    observed: [offer, ...many('a', 3)],
    desired: many('b', 3),
    stages: [[], ['b0', 'b1', 'b2'], [offer.Key, 'a0', 'a1', 'a2']],
    because: 'a thing is offered until it is owned',
  },
  {
    observed: many('a', 30),
    desired: many('b', 21),
    stages: [many('a', 30).map(({ Key }) => Key), many('b', 21).map(({ Key }) => Key), []],
    because: 'IAM allows 50 tags',
  },
  {
    observed: [offer, ...many('a', 49)],
    desired: many('b', 2),
    stages: [many('a', 49).map(({ Key }) => Key), ['b0', 'b1'], [offer.Key]],
    because: 'an offer makes no room',
  },
  { observed: many('a', 2), desired: many('a', 2), stages: [[], [], []], because: 'nothing differs' },
])('tags are removed, set and removed in $stages, because $because', ({ observed, desired, stages }) => {
  const { makeRoom, set, remove } = tagStages(taggables(names).policy, observed, desired);
  const keysOf = (changes: typeof set) =>
    changes.flatMap(({ input }): readonly (string | undefined)[] => {
      if ('TagKeys' in input) return input.TagKeys ?? [];
      return 'Tags' in input ? (input.Tags ?? []).map(({ Key }) => Key) : [];
    });
  expect([makeRoom, set, remove].map(keysOf)).toEqual(stages);
});
