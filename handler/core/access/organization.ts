import type { ContextValue } from '../policy/request';
import type { ObservedAccess } from './observed';
import type { Requirements } from './requirements';

/** What AWS says of the organisation, or else what the template says. */
export function organizationOf({ role: { organizationId } }: Requirements, seen: ObservedAccess): ContextValue {
  switch (seen.organizationId?.state) {
    case 'present':
      return { is: 'known', values: [seen.organizationId.value] };
    case 'absent':
      return { is: 'absent' };
    default:
      return organizationId === undefined ? { is: 'unknown' } : { is: 'known', values: [organizationId] };
  }
}
