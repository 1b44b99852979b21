import { type ContextValue, contextValue, type RequestContext } from '../policy/request';
import type { ContextEntry } from '../request/properties';
import { known } from './agent-context';

/** The context with what the template's author says of the keys that nobody else can know. */
export function completed(context: RequestContext, entries: readonly ContextEntry[]): RequestContext {
  const told = entries.map(({ key, values }) => [key.toLowerCase(), known(...values)] as const);
  const via = contextValue(context, 'aws:ViaAWSService');
  // "the source VPC of the initial request is not preserved" by a service that asks on, nor is it said of much else:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpc
  const isForwarded = via.is === 'known' && via.values.includes('true');
  const heard = told.filter(([key]) => !isForwarded || whoAsks.test(key));
  return new Map([...context, ...heard.filter(([key, value]) => narrows(contextValue(context, key), value))]);
}

/** Nobody is told what AWS says itself. */
function narrows(found: ContextValue, told: ContextValue): boolean {
  if (found.is === 'oneOf' && told.is === 'known')
    return told.values.length > 0 && told.values.every((value) => found.values.includes(value));
  return found.is === 'unknown';
}

const whoAsks = /^(?:aws:(?:principal|resource)|kms:)/;
