import { literal } from '../policy/glob';
import { isMultivalued } from '../policy/multivalued';
import { relation } from '../policy/relation';
import { type ContextValue, contextValue, type RequestContext } from '../policy/request';
import type { ContextEntry } from '../request/properties';
import { known, oneOf } from './agent-context';

/** The context of a request with what the template's author says of the keys that nobody else can know. */
export function completed(context: RequestContext, action: string, entries: readonly ContextEntry[]): RequestContext {
  const heard = entries.filter((entry) => isAbout(entry, action, context) && narrows(context, entry));
  return new Map([...context, ...heard.map(({ key, values }) => [key.toLowerCase(), toldValue(key, values)] as const)]);
}

/** Whether an entry speaks of a request with this action and context. */
export function isAbout({ key, service, values }: ContextEntry, action: string, context: RequestContext): boolean {
  if (service !== undefined && !action.startsWith(`${service}:`)) return false;
  // It lists groups, so that no group's tags are its own.
  if (action === 'logs:DescribeLogGroups' && values.length > 0 && /^aws:ResourceTag\//i.test(key)) return false;
  const via = contextValue(context, 'aws:ViaAWSService');
  // "the source VPC of the initial request is not preserved" by a service that asks on, nor is it said of much else:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpc
  const isForwarded = via.is === 'known' && via.values.includes('true');
  return !isForwarded || (service === undefined && whoAsks.test(key));
}

const whoAsks = /^(?:aws:(?:principal|resource)|kms:)/i;

/** Whether an entry says more than is known, and nothing else: nobody is told what AWS says itself. */
export function narrows(context: RequestContext, { key, values }: ContextEntry): boolean {
  const found = contextValue(context, key);
  if (found.is === 'unknown') return true;
  if (found.is === 'oneOf') return values.length > 0 && values.every((value) => found.values.includes(value));
  if (found.is !== 'anyOf') return false;
  return values.length > 0 && values.every((value) => relation(literal(value), found.pattern) !== 'misses');
}

/** Several values of a key of which a request has one are what it may be; only of some keys does it have several at once. */
function toldValue(key: string, values: readonly string[]): ContextValue {
  return values.length < 2 || isMultivalued(key) ? known(...values) : oneOf(...values);
}
