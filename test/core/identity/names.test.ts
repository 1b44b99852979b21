import fc from 'fast-check';
import { attemptedId, generatedName, knownId, namesOf, namesToDelete } from '../../../handler/core/identity/names';
import type { Request } from '../../../handler/core/request/event';
import type { Settings } from '../../../handler/core/request/settings';
import { origin, otherOrigin, settings } from './fixture';

test('all three bear one name and path, in the function’s partition and account', () => {
  const where: Settings = { ...settings, partition: 'aws-cn', account: '999988887777' };
  expect(namesOf(origin, { roleName: 'a,b', path: '/session/x/' }, where)).toEqual({
    name: 'a,b',
    path: '/session/x/',
    roleArn: 'arn:aws-cn:iam::999988887777:role/session/x/a,b',
    policyArn: 'arn:aws-cn:iam::999988887777:policy/session/x/a,b',
    instanceProfileArn: 'arn:aws-cn:iam::999988887777:instance-profile/session/x/a,b',
  });
});

const moved: Settings = { ...settings, rolePath: '/session/', formerRolePath: '/former/' };
const generated = (path: string) => generatedName(origin, path);
const noForce = { forceDetachPolicies: false };

test.each([
  { physicalId: 'mine', given: { roleName: 'mine' }, name: 'mine', path: '/session/', because: 'it is RoleName' },
  {
    physicalId: 'mine',
    given: { roleName: 'mine', path: '/session/a/' },
    name: 'mine',
    path: '/session/a/',
    because: 'it is RoleName, at its Path',
  },
  {
    physicalId: generated('/session/'),
    given: {},
    name: generated('/session/'),
    path: '/session/',
    because: 'it is the generated name',
  },
  {
    physicalId: generated('/session/a/'),
    given: { path: '/session/a/' },
    name: generated('/session/a/'),
    path: '/session/a/',
    because: 'it is the generated name at its Path',
  },
  {
    physicalId: generated('/former/'),
    given: {},
    name: generated('/former/'),
    path: '/former/',
    because: 'it was made before RolePath changed',
  },
  {
    physicalId: 'app-SessionRole-1A2B3C4D5E6F',
    given: { roleName: 'mine', path: '/session/a/' },
    name: 'mine',
    path: '/session/a/',
    because: 'CloudFormation invented it, so the names follow from the properties',
  },
  {
    physicalId: 'app-SessionRole-1A2B3C4D5E6F',
    given: {},
    name: generated('/session/'),
    path: '/session/',
    because: 'CloudFormation invented it, and nothing is named',
  },
])('a Delete of $physicalId with $given is about $path$name: $because', ({ physicalId, given, name, path }) => {
  const [names] = namesToDelete({ ...origin, physicalId }, { ...noForce, ...given }, moved);
  expect(names).toEqual(namesOf(origin, { roleName: name, path }, moved));
});

test('a Delete of a fixed name without a Path is about the former path too: the deployer may have moved RolePath', () => {
  const paths = namesToDelete({ ...origin, physicalId: 'mine' }, { ...noForce, roleName: 'mine' }, moved);
  expect(paths.map(({ path }) => path)).toEqual(['/session/', '/former/']);
});

test('a Delete of a generated name that no present path explains is about that name, never about the present one', () => {
  const physicalId = generated('/once/');
  const [names] = namesToDelete({ ...origin, physicalId }, noForce, moved);
  expect(names.name).toBe(physicalId);
});

const asked = (type: 'Create' | 'Update' | 'Delete', rawProperties: Readonly<Record<string, unknown>>): Request =>
  ({ ...origin, type, rawProperties, physicalId: 'known' }) as Request;
const bySession = generated('/session/');

test.each([
  {
    type: 'Create',
    raw: { RoleName: 'mine' },
    known: 'mine',
    attempted: 'mine',
    because: 'the role will bear RoleName',
  },
  { type: 'Create', raw: {}, known: bySession, attempted: bySession, because: 'the name will be generated' },
  {
    type: 'Create',
    raw: { Path: '/session/a/' },
    known: generated('/session/a/'),
    attempted: generated('/session/a/'),
    because: 'a generated name depends on the path',
  },
  {
    type: 'Create',
    raw: { RoleName: 'a/b', Path: 7 },
    known: bySession,
    attempted: bySession,
    because: 'malformed is absent',
  },
  { type: 'Update', raw: { RoleName: 'known' }, known: 'known', attempted: 'known', because: 'it stays in place' },
  { type: 'Update', raw: { RoleName: 'new' }, known: 'known', attempted: 'new', because: 'it is a replacement' },
  {
    type: 'Delete',
    raw: { RoleName: 'new' },
    known: 'known',
    attempted: 'known',
    because: 'CloudFormation says which',
  },
] as const)('of a $type with $raw the known id is $known, the attempted $attempted: $because', (row) => {
  const request = asked(row.type, row.raw);
  expect([knownId(request, settings), attemptedId(request, settings)]).toEqual([row.known, row.attempted]);
});

test('a Create that failed answers with the id from which its Delete finds the same names', () => {
  const raws = fc.record(
    { RoleName: fc.constantFrom('mine', 'a,b', 'a/b', 7), Path: fc.constantFrom('/session/a/', 'nowhere', ['/']) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(raws, fc.constantFrom(origin, otherOrigin), (raw, from) => {
      const physicalId = knownId({ ...from, type: 'Create', rawProperties: raw }, settings);
      const path = raw.Path === '/session/a/' ? raw.Path : undefined;
      const roleName = raw.RoleName === 'mine' || raw.RoleName === 'a,b' ? raw.RoleName : undefined;
      const taken = { ...noForce, ...(path && { path }), ...(roleName && { roleName }) };
      expect(namesToDelete({ ...from, physicalId }, taken, settings)[0].name).toBe(physicalId);
    }),
  );
});
