import { contextValue } from '../policy/request';
import type { Problem } from '../request/problem';
import { quote } from '../request/quote';
import { contextOf } from './agent-context';
import type { Requirements } from './requirements';

/** Entries that would decide nothing: what is known of the agent's requests is not for a template to say. */
export function contextProblems({ role, region }: Requirements): readonly Problem[] {
  const here = { region, resourceAccount: role.account };
  const context = contextOf({ ...role, organization: { is: 'unknown' } }, here);
  return role.contextEntries.flatMap(({ key }, index) => {
    if (contextValue(context, key).is === 'unknown') return [];
    const message = `${quote(key)} is known of the SSM Agent's requests: only what nobody can know from here belongs here`;
    return [{ path: `ResourceProperties.ContextEntries[${index}].ContextKeyName`, message }];
  });
}
