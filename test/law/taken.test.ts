import { plain, stackId, stage } from './fixture';
import { iam, iamOf, trioOf } from './identity';
import { asAdmin, kinds, stranger } from './strangers';

const theirs = [
  { Key: 'session-manager-role:stack-id', Value: stackId.replace('/app/', '/other/') },
  { Key: 'session-manager-role:logical-id', Value: 'OtherRole' },
  { Key: 'session-manager-role:physical-id-hash', Value: '0123456789ab' },
];
const ours = theirs.map((tag) => ({ ...tag, Value: tag.Value.replace('/other/', '/app/').replace('Other', '') }));

const situations = [
  { because: 'without tags', tags: [], names: ['belongs to somebody without our tags'] },
  { because: 'with the tags of another stack', tags: theirs, names: ['OtherRole of stack', '/other/'] },
  { because: 'with the tags of another physical id of ours', tags: ours, names: ['Role of stack', '/app/'] },
  { because: 'in other letter case', name: 'App-Sessions', names: ['App-Sessions'] },
  { because: 'under another path', path: '/elsewhere/', names: ['/elsewhere/'] },
];

describe.each(kinds)('a name that a foreign %s has taken', (kind) => {
  // IAM finds a policy by its ARN, so that a namesake elsewhere shows only when ours is to be created.
  const unseen = kind === 'policy' ? ['A policy called app-sessions already exists'] : undefined;

  test.each(situations)('fails the Create, which names the owner, $because', async ({ name, path, tags, names }) => {
    const { world, deliver } = stage();
    const arn = stranger(world, kind, name, path, tags);
    const before = iam(world);
    const { body } = await deliver({ type: 'Create', properties: plain });
    expect(body?.Status).toBe('FAILED');
    for (const text of tags ? [arn, ...names] : (unseen ?? [arn, ...names])) expect(body?.Reason).toContain(text);
    expect(iam(world)).toEqual(before);
    const deletion = await deliver({ type: 'Delete', id: body?.PhysicalResourceId ?? '', properties: plain });
    expect(deletion.body?.Status).toBe('SUCCESS');
    expect(iam(world)).toEqual(before);
  });

  test('is never taken by an Update that renames the role', async () => {
    const { world, deliver } = stage();
    await deliver({ type: 'Create', properties: { ...plain, RoleName: 'old' } });
    stranger(world, kind);
    const before = iam(world);
    const { body } = await deliver({ type: 'Update', id: 'old', properties: plain });
    expect(body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'old' });
    expect(iam(world)).toEqual(before);
  });
});

describe('what was handed over', () => {
  const commands = {
    role: ['iam:TagRole', { RoleName: 'app-sessions' }],
    policy: ['iam:TagPolicy', { PolicyArn: 'arn:aws:iam::111122223333:policy/session-manager/app-sessions' }],
    'instance profile': ['iam:TagInstanceProfile', { InstanceProfileName: 'app-sessions' }],
  } as const;

  function offeredWorld() {
    const there = stage();
    for (const kind of kinds) {
      const [operation, input] = commands[kind];
      stranger(there.world, kind, 'app-sessions', '/session-manager/', [{ Key: 'Team', Value: 'storage' }]);
      asAdmin(there.world, operation, { ...input, Tags: [{ Key: 'session-manager-role:adopt', Value: 'app/Role' }] });
    }
    return there;
  }

  test.each(kinds)('as the refusal says, a %s is taken over, and deleted with the resource', async (kind) => {
    const { world, deliver } = stage();
    stranger(world, kind);
    const refused = await deliver({ type: 'Create', properties: plain });
    const command = /--tags Key=(\S+),Value=(\S+)/.exec(refused.body?.Reason ?? '');
    const [operation, input] = commands[kind];
    asAdmin(world, operation, { ...input, Tags: [{ Key: command?.[1], Value: command?.[2] }] });
    const { body } = await deliver({ type: 'Create', properties: plain });
    expect(body?.Status).toBe('SUCCESS');
    const { role, policy, profile } = trioOf(world);
    for (const { tags } of [role ?? fail(), policy ?? fail(), profile ?? fail()]) {
      expect(tags.map(({ Key }) => Key).toSorted()).toEqual(theirs.map(({ Key }) => Key).toSorted());
    }
    await deliver({ type: 'Delete', id: 'app-sessions', properties: plain });
    expect(trioOf(world)).toEqual({});
  });

  test('to another resource is still foreign', async () => {
    const { world, deliver } = offeredWorld();
    for (const { tags } of Object.values(trioOf(world))) tags[1].Value = 'app/Another';
    const before = iam(world);
    const { body } = await deliver({ type: 'Create', properties: plain });
    expect(body?.Status).toBe('FAILED');
    expect(iam(world)).toEqual(before);
  });

  test('is handed back, tags and all, by a Create that fails', async () => {
    const { world, deliver } = offeredWorld();
    const before = trioOf(structuredClone(world));
    iamOf(world).quotas.managedPoliciesPerRole = 0;
    const { body } = await deliver({ type: 'Create', properties: plain });
    expect(body?.Reason).toContain('PoliciesPerRole');
    const now = trioOf(world);
    expect(Object.values(now).map(({ arn, id, tags }) => ({ arn, id, tags }))).toEqual(
      Object.values(before).map(({ arn, id, tags }) => ({ arn, id, tags })),
    );
    expect(now.role?.attached).toEqual([]);
  });
});

function fail(): never {
  throw new Error('The trio is not complete');
}
