import { isWrite, refusing } from '../../law/faults';
import { type Delivery, type Given, plain, type Requested } from '../../law/fixture';
import type { Meeting, Met } from './interleaving';

const id = 'app-sessions';
const invented = 'app-Role-1A2B3C4D5E6F';
const changed: Given = { ...plain, Description: 'changed', Tags: [{ Key: 'Team', Value: 'storage' }] };
const renamed: Given = { ...plain, RoleName: 'app-renamed' };

const create: Requested = { type: 'Create', properties: plain };
const update: Requested = { type: 'Update', id, properties: changed };
const replace: Requested = { type: 'Update', id, properties: renamed };
const back: Requested = { type: 'Update', id, properties: plain, stack: 'UPDATE_ROLLBACK_IN_PROGRESS' };
const remove: Requested = { type: 'Delete', id, properties: plain };
const cancel: Requested = { type: 'Delete', id: invented, properties: plain, stack: 'ROLLBACK_IN_PROGRESS' };
const removing = { stack: 'ROLLBACK_IN_PROGRESS', resource: 'DELETE_IN_PROGRESS' };

/** What must be there once both are answered. */
export type Wanted = 'nothing' | 'as it was' | 'as asked';

/** Two deliveries, and what must come of them. */
export interface Order extends Meeting {
  readonly wanted: Wanted;
  /** What may come of them all the same, and when. */
  readonly exception?: Exception;
}

/** Named in `docs/decisions/0008-what-stays-possible.md`; `applies` is as narrow as can be told from outside. */
interface Exception {
  readonly name: string;
  readonly applies: (met: Met) => boolean;
}

const wrote = ({ calls }: Delivery) => calls.some(({ operation }) => isWrite(operation));

const exceptions = {
  update: {
    name: 'an Update in place that was cancelled ends after the Update of the rollback',
    applies: ({ crossed }) => crossed,
  },
  queuedUpdate: {
    name: 'an Update in place that is delivered only while its stack rolls back',
    applies: ({ second }) => wrote(second),
  },
  replacement: {
    name: 'a replacement that is cancelled between its last question and its answer',
    applies: ({ earlier, crossed, nth, first }) => earlier === 'first' && !crossed && nth > first.calls.length,
  },
  duplicate: {
    name: 'of two Creates at once the one that fails takes back what the other made',
    applies: ({ earlier, first, second }) =>
      earlier === 'second' && first.body?.Status === 'FAILED' && second.body?.Status === 'SUCCESS',
  },
} as const satisfies Readonly<Record<string, Exception>>;

const quota = () => ({
  hooks: refusing((operation) => operation === 'iam:AttachRolePolicy', ['LimitExceeded', 409], 1),
});

/** Every order in which two deliveries for one resource can meet. */
export const orders: Readonly<Record<string, Order>> = {
  'a Create, cancelled and deleted': { before: [], first: create, second: cancel, wanted: 'nothing' },
  'the Delete of a cancelled Create that is delivered only then': {
    ...{ before: [], first: cancel, second: { ...create, ...removing }, wanted: 'nothing' },
  },
  'an Update in place, rolled back': {
    ...{ before: [create], first: update, second: back, wanted: 'as it was', exception: exceptions.update },
  },
  'the rollback of an Update in place that is delivered only then': {
    ...{ before: [create], first: back, second: { ...update, stack: 'UPDATE_ROLLBACK_IN_PROGRESS' } },
    ...{ wanted: 'as it was', exception: exceptions.queuedUpdate },
  },
  'a replacement, rolled back': {
    ...{ before: [create], first: replace, second: back, wanted: 'as it was', exception: exceptions.replacement },
  },
  'the rollback of a replacement that is delivered only then': {
    ...{ before: [create], first: back, second: { ...replace, stack: 'UPDATE_ROLLBACK_IN_PROGRESS' } },
    wanted: 'as it was',
  },
  'a Create, twice': { before: [], first: create, second: create, wanted: 'as asked' },
  'a Create, twice, of which the first fails': {
    ...{ before: [], first: create, second: create, how: quota, wanted: 'as asked', exception: exceptions.duplicate },
  },
  'an Update in place, twice': { before: [create], first: update, second: update, wanted: 'as asked' },
  'a replacement, twice': { before: [create], first: replace, second: replace, wanted: 'as asked' },
  'a Delete, twice': { before: [create], first: remove, second: remove, wanted: 'nothing' },
  'a Delete, and a late Create': {
    ...{ before: [create], first: remove, second: { ...create, stack: 'DELETE_IN_PROGRESS' }, wanted: 'nothing' },
  },
  'a Delete, and a late Update': {
    ...{ before: [create], first: remove, second: { ...update, stack: 'DELETE_IN_PROGRESS' }, wanted: 'nothing' },
  },
};
