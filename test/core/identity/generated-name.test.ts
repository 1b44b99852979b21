import fc from 'fast-check';
import { generatedName } from '../../../handler/core/identity/names';
import type { Origin } from '../../../handler/core/request/event';
import { account, origin } from './fixture';

const stackNames = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/), fc.constant('s'.repeat(128)));
const logicalIds = fc.oneof(fc.stringMatching(/^[A-Za-z0-9]{1,255}$/), fc.constant('L'.repeat(255)));
const paths = fc.constantFrom('/', '/session/', '/session/app/', '/former/');
const uuids = fc.uuid();

interface Declared {
  readonly from: Origin;
  readonly path: string;
}

const declared: fc.Arbitrary<Declared> = fc
  .record({ stackName: stackNames, logicalId: logicalIds, uuid: uuids, path: paths })
  .map(({ stackName, logicalId, uuid, path }) => {
    const stackId = `arn:aws:cloudformation:eu-west-1:${account}:stack/${stackName}/${uuid}`;
    return { from: { ...origin, stackName, logicalId, stackId }, path };
  });
const nameOf = ({ from, path }: Declared) => generatedName(from, path);

test('a generated name is one that IAM accepts, and begins with the stack and the resource', () => {
  fc.assert(
    fc.property(declared, (one) => {
      expect(nameOf(one)).toMatch(/^[\w+=,.@-]{1,64}$/);
      const readable = `${one.from.stackName}-${one.from.logicalId}`;
      expect(readable.startsWith(nameOf(one).slice(0, -13))).toBe(true);
    }),
  );
});

test('a generated name is the same at every delivery, whatever the request', () => {
  fc.assert(
    fc.property(declared, uuids, (one, requestId) => {
      const responseUrl = `https://example.com/${requestId}`;
      expect(nameOf({ ...one, from: { ...one.from, requestId, responseUrl } })).toBe(nameOf(one));
    }),
  );
});

test.each<{ what: string; changed: (from: Declared, by: Declared) => Declared; because: string }>([
  {
    what: 'stack id',
    changed: ({ from, path }, by) => ({ from: { ...from, stackId: by.from.stackId }, path }),
    because: 'a stack that was made again is another stack',
  },
  {
    what: 'logical id',
    changed: ({ from, path }, by) => ({ from: { ...from, logicalId: by.from.logicalId }, path }),
    because: 'a stack may hold two of these resources',
  },
  { what: 'path', changed: ({ from }, { path }) => ({ from, path }), because: 'IAM cannot move a role' },
])('names of another $what differ, since $because', ({ changed }) => {
  fc.assert(
    fc.property(declared, declared, (one, by) => {
      const other = changed(one, by);
      fc.pre(JSON.stringify(other) !== JSON.stringify(one));
      expect(nameOf(other)).not.toBe(nameOf(one));
    }),
  );
});
