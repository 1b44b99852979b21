import type { RequiredRole } from '../../../handler/core/access/requirements';
import type { ContextEntry } from '../../../handler/core/request/properties';
import type { Change } from './setting';

/** A template that says what nobody else can know. */
export const telling = (...contextEntries: readonly ContextEntry[]): Change => requiringRole({ contextEntries });

export const requiringRole = (changed: Partial<RequiredRole>): Change => {
  return ({ requirements, ...rest }) => ({
    ...rest,
    requirements: { ...requirements, role: { ...requirements.role, ...changed } },
  });
};
