import { absent, forbidden, present } from '../../handler/core/seen';
import { cancelledSince, type Standing, settledResource, standingOf } from '../../handler/core/standing';

test.each<{ status: string; is: Standing['is']; because: string }>([
  { status: 'CREATE_IN_PROGRESS', is: 'forward', because: 'CloudFormation awaits it' },
  { status: 'CREATE_COMPLETE', is: 'answered', because: 'another delivery was answered' },
  { status: 'UPDATE_IN_PROGRESS', is: 'answered', because: 'the resource has moved on' },
  { status: 'UPDATE_COMPLETE', is: 'answered', because: 'the resource has moved on' },
  { status: 'CREATE_FAILED', is: 'cancelled', because: 'it was cancelled or given up' },
  { status: 'DELETE_IN_PROGRESS', is: 'cancelled', because: 'it is being deleted' },
  { status: 'DELETE_COMPLETE', is: 'cancelled', because: 'it was deleted' },
])('a Create whose resource is $status is $is, because $because', ({ status, is }) => {
  expect(standingOf('Create', present(status))).toEqual(is === 'forward' ? { is } : { is, status });
});

test.each<{ status: string; is: Standing['is']; because: string }>([
  { status: 'UPDATE_IN_PROGRESS', is: 'forward', because: 'the stack is being updated' },
  { status: 'UPDATE_COMPLETE', is: 'answered', because: 'the stack has been updated without this delivery' },
  { status: 'DELETE_IN_PROGRESS', is: 'cancelled', because: 'the stack is on its way out' },
  { status: 'UPDATE_ROLLBACK_IN_PROGRESS', is: 'rollingBack', because: 'the stack takes an update back' },
  { status: 'UPDATE_ROLLBACK_COMPLETE', is: 'cancelled', because: 'the rollback ended without this delivery' },
  { status: 'ROLLBACK_COMPLETE', is: 'cancelled', because: 'such a stack can only be deleted' },
])('an Update whose stack is $status goes $is, because $because', ({ status, is }) => {
  const goesOn = is === 'forward' || is === 'rollingBack';
  expect(standingOf('Update', present(status))).toEqual(goesOn ? { is } : { is, status });
});

test.each([
  { type: 'Create', seen: forbidden('cloudformation:DescribeStackResource'), because: 'we may not ask' },
  { type: 'Create', seen: absent, because: 'CloudFormation does not know it' },
  { type: 'Update', seen: forbidden('cloudformation:DescribeStacks'), because: 'we may not ask' },
  { type: 'Update', seen: absent, because: 'CloudFormation does not know it' },
] as const)('a $type goes forward as asked where $because', ({ type, seen }) => {
  expect(standingOf(type, seen)).toEqual({ is: 'forward' });
});

const forward: Standing = { is: 'forward' };
const rollingBack: Standing = { is: 'rollingBack' };
const cancelled: Standing = { is: 'cancelled', status: 'DELETE_IN_PROGRESS' };
const answered: Standing = { is: 'answered', status: 'CREATE_COMPLETE' };

test.each<{ before: Standing; now: Standing; since: string | undefined; because: string }>([
  { before: forward, now: forward, since: undefined, because: 'CloudFormation still waits' },
  { before: forward, now: cancelled, since: 'DELETE_IN_PROGRESS', because: 'a Delete is on its way' },
  { before: forward, now: rollingBack, since: 'that the stack rolls back', because: 'the update was cancelled' },
  { before: rollingBack, now: rollingBack, since: undefined, because: 'it was this rollback that asked' },
  { before: rollingBack, now: forward, since: undefined, because: 'the rollback was continued by an update' },
  { before: forward, now: answered, since: undefined, because: 'what the other delivery answered must stay' },
])('work begun $before.is that is $now.is at its end was cancelled: $since, because $because', (row) => {
  expect(cancelledSince(row.before, row.now)).toBe(row.since);
});

test.each([
  { stack: 'UPDATE_COMPLETE', of: 'mine', late: true, because: 'CloudFormation is content with it' },
  { stack: 'CREATE_COMPLETE', of: 'mine', late: true, because: 'CloudFormation is content with it' },
  { stack: 'UPDATE_ROLLBACK_COMPLETE', of: 'mine', late: true, because: 'CloudFormation is content with it' },
  { stack: 'UPDATE_COMPLETE', of: 'other', late: false, because: 'a replaced id may still be cleaned up' },
  { stack: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', of: 'mine', late: false, because: 'it may have left the template' },
  { stack: 'DELETE_IN_PROGRESS', of: 'mine', late: false, because: 'the stack is being deleted' },
  { stack: 'ROLLBACK_IN_PROGRESS', of: 'mine', late: false, because: 'the stack takes its creation back' },
])('a Delete of mine while its stack is $stack with $of is late or forged: $late, because $because', (row) => {
  const known = { stack: present(row.stack), physicalId: present(row.of) };
  expect(settledResource(known, 'mine') !== undefined).toBe(row.late);
});

test('a Delete is obeyed where CloudFormation may not be asked', () => {
  const physicalId = present('mine');
  expect(settledResource({ stack: forbidden('cloudformation:DescribeStacks'), physicalId }, 'mine')).toBeUndefined();
  expect(settledResource({ stack: present('UPDATE_COMPLETE'), physicalId: absent }, 'mine')).toBeUndefined();
});
