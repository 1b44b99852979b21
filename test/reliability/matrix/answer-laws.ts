import type { World } from '../../../local/aws/world';
import type { Given } from '../../law/fixture';
import { trioOf } from '../../law/identity';
import { type RequestKind, STACK, template } from './requests';
import type { Sameness } from './sameness';
import { type Theatre, type Told, theatre } from './theatre';
import { meaningOf, populatedWorld } from './world';

export type Expected = (given: Given) => ReturnType<typeof meaningOf> | undefined;

/** What the trio must mean under each of the properties of a kind of request: what a Create makes of them in a fresh world. */
export async function expectedOf({ before, type, given }: RequestKind): Promise<Expected> {
  const known = new Map<string, ReturnType<typeof meaningOf>>();
  for (const properties of [...(before ? [before] : []), ...(type === 'Delete' ? [] : [given])]) {
    known.set(keyOf(properties), await made(properties));
  }
  return (properties) => known.get(keyOf(properties));
}

const memo = new Map<string, Promise<ReturnType<typeof meaningOf>>>();

function made(given: Given): Promise<ReturnType<typeof meaningOf>> {
  const key = keyOf(given);
  const known = memo.get(key) ?? create(given);
  memo.set(key, known);
  return known;
}

async function create(given: Given): Promise<ReturnType<typeof meaningOf>> {
  const { world, play } = theatre({ world: populatedWorld() });
  const { status, reason } = await play(({ createStack }) => createStack(STACK, template(given)));
  if (status !== 'CREATE_COMPLETE') throw new Error(`Cannot tell what is expected: ${status}: ${reason}`);
  return meaningOf(world, String(given['RoleName']));
}

function keyOf({ ServiceTimeout: _, ...given }: Given): string {
  return JSON.stringify(Object.entries(given).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** What answers are compared with. */
export interface Judging {
  readonly expected: Expected;
  readonly sameness: Sameness;
}

/** SUCCESS is said only of a world that is as asked, with the ids that are in it. */
export function answerLaw(world: World, { event, body }: Told, { expected, sameness }: Judging): readonly string[] {
  if (body.Status !== 'SUCCESS') return [];
  const { RequestType: type, ResourceProperties: given } = event as { RequestType: string; ResourceProperties: Given };
  const id = type === 'Delete' ? String(given['RoleName']) : body.PhysicalResourceId;
  if (type === 'Delete')
    return Object.keys(trioOf(world, id)).map((thing) => `SUCCESS of a Delete that left the ${thing}`);
  const { role, profile } = trioOf(world, id);
  const meant = sameness.same(meaningOf(world, id), expected(given));
  const told = body.Data?.['RoleId'] === role?.id && body.Data?.['InstanceProfileId'] === profile?.id;
  return [
    ...(meant ? [] : [`SUCCESS of a(n) ${type} while the world is not as asked`]),
    ...(told ? [] : [`SUCCESS of a(n) ${type} with ids that are not the world's`]),
  ];
}

/** Each request is answered, and CloudFormation reads no second answer. */
export function lawsOfAnswers({ driver, answers }: Theatre): readonly string[] {
  const silent = driver.events.filter(({ reason }) => reason?.startsWith('CloudFormation did not receive'));
  const ill = driver.events.filter(({ reason }) => /Invalid |too long/.test(reason ?? ''));
  const read = answers.delivered.filter(({ read: effective }) => effective).map(({ requestId }) => requestId);
  return [
    ...silent.map(({ status }) => `Nobody answered: ${status}`),
    ...ill.map(({ reason }) => `An answer was no answer: ${reason}`),
    ...(new Set(read).size === read.length ? [] : ['A request was answered twice']),
  ];
}
