import { execFileSync } from 'node:child_process';
import { claimProblems } from '../../../handler/core/identity/claim';
import type { DesiredIdentity } from '../../../handler/core/identity/desired';
import type { ObservedIdentity } from '../../../handler/core/identity/observed';
import { ownershipOf } from '../../../handler/core/identity/ownership';
import { desiredFrom, names, otherOrigin } from './fixture';
import { carryOut, emptyIam, here, type LocalIam, observed, planned, settle } from './local-iam';

const problemsOf = async (iam: LocalIam, { names: claimed, owner }: DesiredIdentity) =>
  claimProblems(claimed, owner, await observed(iam, claimed, 'Create'));

test.each([
  { before: [], because: 'nothing bears the names' },
  { before: [desiredFrom()], because: 'they are borne by what is ours' },
  { before: [desiredFrom({ raw: { RoleName: 'other' }, origin: otherOrigin })], because: 'others bear other names' },
])('names are free where $because', async ({ before }) => {
  const iam = emptyIam();
  for (const desired of before) await settle(iam, desired);
  expect(await problemsOf(iam, desiredFrom())).toEqual([]);
});

test('a name that another stack took is refused once for each thing, naming it and its owner', async () => {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ origin: otherOrigin }));
  const problems = await problemsOf(iam, desiredFrom());
  const arns = [names.roleArn, names.policyArn, names.instanceProfileArn];
  expect(problems.map(({ path }) => path)).toEqual(Array(3).fill('ResourceProperties.RoleName'));
  for (const [index, arn] of arns.entries()) {
    expect(problems[index]?.message).toContain(`${arn} exists and belongs to WebRole of stack ${otherOrigin.stackId}`);
  }
});

test('a name that is taken in part is refused for that part', async () => {
  const iam = emptyIam();
  await settle(iam, desiredFrom());
  const { roles } = here(iam.world);
  for (const role of Object.values(roles)) role.tags = [];
  expect((await problemsOf(iam, desiredFrom())).map(({ message }) => message)).toEqual([
    expect.stringMatching(new RegExp(`^The role ${names.roleArn} exists and belongs to somebody without our tags`)),
  ]);
});

/** The words that a shell makes of a printed command. */
function wordsOf(command: string): readonly string[] {
  const script = `aws() { printf '%s\\n' "$@"; }\n${command}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    .trimEnd()
    .split('\n');
}

function tagsFrom(words: readonly string[]) {
  const [, Key = '', Value = ''] = /^Key=(.*),Value=(.*)$/.exec(words.at(-1) ?? '') ?? [];
  return [{ Key, Value }];
}

const subcommands = {
  'tag-role': ([, , , RoleName]: readonly string[], Tags: { Key: string; Value: string }[]) =>
    ({ action: 'iam:TagRole', input: { RoleName, Tags } }) as const,
  'tag-policy': ([, , , PolicyArn]: readonly string[], Tags: { Key: string; Value: string }[]) =>
    ({ action: 'iam:TagPolicy', input: { PolicyArn, Tags } }) as const,
  'tag-instance-profile': ([, , , InstanceProfileName]: readonly string[], Tags: { Key: string; Value: string }[]) =>
    ({ action: 'iam:TagInstanceProfile', input: { InstanceProfileName, Tags } }) as const,
};

function changeOf(message: string) {
  const words = wordsOf(message.slice(message.indexOf('aws iam ')));
  const named = words[1] as keyof typeof subcommands;
  return subcommands[named](words, tagsFrom(words));
}

test.each([
  { RoleName: 'app-sessions', Path: '/session/', because: 'it is an ordinary one' },
  { RoleName: 'a,b=c@d+e', Path: '/session/', because: 'a name may hold a comma' },
  { RoleName: 'app', Path: '/session/a,b=c@d+e/', because: 'a path may hold commas too' },
])(
  'the printed commands hand $Path$RoleName over, whole and with nothing else: $because',
  async ({ because: _, ...raw }) => {
    const iam = emptyIam();
    const wanted = desiredFrom({ raw });
    await settle(iam, desiredFrom({ raw, origin: otherOrigin }));
    const problems = await problemsOf(iam, wanted);
    await carryOut(iam, [problems.map(({ message }) => changeOf(message))]);
    const found: ObservedIdentity = await observed(iam, wanted.names, 'Create');
    for (const thing of [found.role, found.policy, found.instanceProfile]) {
      const tags = thing.state === 'present' ? thing.value.tags : [];
      expect(ownershipOf(tags, wanted.owner)).toEqual({ is: 'offered' });
    }
    expect(await problemsOf(iam, wanted)).toEqual([]);
    await settle(iam, wanted);
    expect(await planned(iam, wanted)).toEqual([]);
  },
);

test.each([
  { from: {}, because: 'it is ours' },
  { from: { origin: otherOrigin }, because: 'it is another stack’s' },
])('what exists under another path cannot be moved, and the refusal says so where $because', async ({ from }) => {
  const iam = emptyIam();
  await settle(iam, desiredFrom({ raw: { Path: '/session/old/' }, ...from }));
  const problems = await problemsOf(iam, desiredFrom({ raw: { Path: '/session/new/' } }));
  const misplaced = problems.filter(({ path }) => path === 'ResourceProperties.Path');
  expect(misplaced.map(({ message }) => message)).toEqual([
    expect.stringContaining(':role/session/old/app-sessions exists under another path'),
    expect.stringContaining(':instance-profile/session/old/app-sessions exists under another path'),
  ]);
});
