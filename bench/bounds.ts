import type { Operation } from '../handler/aws/operations';
import type { Recorded } from '../local/aws/hooks';
import { type Asked, dependencies } from './dependencies';

/** Every string that the request and the function's environment tell without asking. */
export function toldBy(request: unknown): ReadonlySet<string> {
  if (typeof request === 'string') return new Set([request]);
  if (typeof request !== 'object' || request === null) return new Set();
  return new Set(Object.values(request).flatMap((value) => [...toldBy(value)]));
}

/** Round trips on the longest path of dependencies through the calls that were made, the answer included. */
export function depthBound(calls: readonly Recorded[], told: ReadonlySet<string>): number {
  const levels: number[] = [];
  for (const [index, call] of calls.entries()) {
    const before = levels.filter((_, earlier) => waitsFor(call, calls[earlier], told));
    levels[index] = 1 + Math.max(0, ...before);
  }
  // The answer tells how all of it went.
  return 1 + Math.max(0, ...levels);
}

/** How often each operation is needed at least. */
export function leastCalls(asked: Asked): Readonly<Record<string, number>> {
  const least = Object.entries(dependencies).map(
    ([name, { times }]) => [name, times({ ...nothing, ...asked })] as const,
  );
  return Object.fromEntries(least.filter(([, times]) => times > 0));
}

/** How often each operation was called. */
export function countsOf(calls: readonly Recorded[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

export const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, times) => total + times, 0);

/** Operations that were asked twice with one input, but for CloudFormation, which is asked again after the last write. */
export function askedTwice(calls: readonly Recorded[]): readonly string[] {
  const lastWrite = calls.findLastIndex(({ operation }) => isWrite(operation));
  const keys = calls.map(({ operation, input, caller }, index) => {
    const again = operation.startsWith('cloudformation:') && index > lastWrite;
    return JSON.stringify([operation, input, caller.region, caller.accessKeyId, again]);
  });
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

const nothing: Required<Omit<Asked, 'type'>> = {
  ...{ changed: false, bucket: 'none', logGroup: false, sessionDocument: false, verification: 'Enforce' },
  ...{ keys: 0, managedPolicies: 0, foreignPolicies: 0, inlinePolicies: 0, versions: 1 },
};

const isWrite = (operation: Operation) => /^iam:(?!Get|List)/.test(operation);

function waitsFor(call: Recorded, earlier: Recorded | undefined, told: ReadonlySet<string>): boolean {
  if (earlier === undefined) return false;
  const { after = [] } = dependencies[call.operation] ?? {};
  // Nothing is written before all is known, and CloudFormation's last word comes after the last write.
  if (isWrite(call.operation) !== isWrite(earlier.operation)) {
    return isWrite(call.operation) || call.operation.startsWith('cloudformation:');
  }
  const assumed = earlier.operation === 'sts:AssumeRole' && call.caller.accessKeyId !== earlier.caller.accessKeyId;
  return assumed || after.includes(earlier.operation) || isSupplied(call, earlier, told);
}

function isSupplied({ operation, input }: Recorded, earlier: Recorded, told: ReadonlySet<string>): boolean {
  const { suppliedBy = {} } = dependencies[operation] ?? {};
  const given = strings(input);
  const unknown = Object.keys(suppliedBy).filter((member) => !isTold(given[member] ?? '', told));
  if (!unknown.some((member) => suppliedBy[member]?.includes(earlier.operation))) return false;
  // A version is told by its own policy alone.
  return operation !== 'iam:GetPolicyVersion' || given['PolicyArn'] === strings(earlier.input)['PolicyArn'];
}

/** What the request names by its name alone is known by its ARN too. */
function isTold(value: string, told: ReadonlySet<string>): boolean {
  return told.has(value) || told.has(value.slice(value.lastIndexOf('/') + 1));
}

function strings(input: unknown): Readonly<Record<string, string>> {
  const members = Object.entries(Object(input)).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(members);
}
