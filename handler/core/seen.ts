/** What a read of AWS brought back; absence and refusal are values, never `null`. */
export type Seen<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  /** `action` is the IAM action that was refused; `reason` says why nobody could answer where it is not a missing right, `code` how AWS put it. */
  | { readonly state: 'forbidden'; readonly action: string; readonly reason?: string; readonly code?: string };

export const present = <T>(value: T): Seen<T> => ({ state: 'present', value });
export const absent: Seen<never> = { state: 'absent' };
export const forbidden = (action: string, reason?: string): Seen<never> =>
  reason === undefined ? { state: 'forbidden', action } : { state: 'forbidden', action, reason };
