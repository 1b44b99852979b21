import fc from 'fast-check';
import { attachments } from '../../../handler/core/identity/attachments';
import { roleTags } from '../../../handler/core/identity/desired';
import { desiredFrom, names } from './fixture';
import { pool } from './local-iam';

const own = names.policyArn;
const [a = '', b = '', c = ''] = pool;
const recording = (...arns: readonly string[]) => roleTags(desiredFrom(), arns);

test.each([
  { role: undefined, wanted: [own, a], toAttach: [own, a], because: 'there is no role yet' },
  { role: { tags: recording(), attachedPolicyArns: [own] }, wanted: [own], because: 'it is as it shall be' },
  {
    role: { tags: recording(), attachedPolicyArns: [] },
    wanted: [own],
    toAttach: [own],
    because: 'somebody detached it',
  },
  {
    role: { tags: recording(a), attachedPolicyArns: [own, a] },
    wanted: [own, b],
    toAttach: [b],
    toDetach: [a],
    because: 'the record says that the surplus one was ours',
  },
  {
    role: { tags: recording(), attachedPolicyArns: [own, a] },
    wanted: [own],
    foreign: [a],
    because: 'no record says that it was ours',
  },
  {
    role: { tags: [], attachedPolicyArns: [own, a] },
    wanted: [own],
    foreign: [a],
    because: 'without the record nothing was ours',
  },
  {
    role: { tags: recording(a, c), attachedPolicyArns: [own, a, b] },
    wanted: [own, c],
    toAttach: [c],
    toDetach: [a],
    foreign: [b],
    because: 'each is sorted by itself',
  },
])('attachments are sorted: $because', ({ role, wanted, toAttach = [], toDetach = [], foreign = [] }) => {
  expect(attachments(role, wanted)).toEqual({ toAttach, toDetach, foreign });
});

test('whatever was recorded is ours again, and nothing else is', () => {
  const some = fc.subarray([...pool]);
  fc.assert(
    fc.property(some, some, some, (recorded, attached, wanted) => {
      const { toAttach, toDetach, foreign } = attachments(
        { tags: recording(...recorded), attachedPolicyArns: attached },
        wanted,
      );
      const surplus = attached.filter((arn) => !wanted.includes(arn));
      expect(toAttach).toEqual(wanted.filter((arn) => !attached.includes(arn)));
      expect(toDetach).toEqual(surplus.filter((arn) => recorded.includes(arn)));
      expect(foreign).toEqual(surplus.filter((arn) => !recorded.includes(arn)));
    }),
  );
});
