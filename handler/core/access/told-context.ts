import { matchesGlob } from '../policy/glob';
import { isMultivalued } from '../policy/multivalued';
import { type ContextValue, contextValue, type RequestContext } from '../policy/request';
import type { ContextEntry } from '../request/properties';
import { known, oneOf } from './agent-context';

/** The context with what the template's author says of the keys that nobody else can know. */
export function completed(context: RequestContext, entries: readonly ContextEntry[]): RequestContext {
  const told = entries.map(({ key, values }) => [key.toLowerCase(), toldValue(key, values)] as const);
  const via = contextValue(context, 'aws:ViaAWSService');
  // "the source VPC of the initial request is not preserved" by a service that asks on, nor is it said of much else:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpc
  const isForwarded = via.is === 'known' && via.values.includes('true');
  const heard = told.filter(([key]) => !isForwarded || whoAsks.test(key));
  return new Map([...context, ...heard.filter(([key, value]) => narrows(contextValue(context, key), value))]);
}

/** Several values of a key of which a request has one are what it may be; only of some keys does it have several at once. */
function toldValue(key: string, values: readonly string[]): ContextValue {
  return values.length < 2 || isMultivalued(key) ? known(...values) : oneOf(...values);
}

/** Nobody is told what AWS says itself. */
function narrows(found: ContextValue, told: ContextValue): boolean {
  if (found.is === 'anyOf' && 'values' in told)
    return told.values.length > 0 && told.values.every((value) => matchesGlob(found.pattern, value));
  if (found.is === 'oneOf' && 'values' in told)
    return told.values.length > 0 && told.values.every((value) => found.values.includes(value));
  return found.is === 'unknown';
}

const whoAsks = /^(?:aws:(?:principal|resource)|kms:)/;
