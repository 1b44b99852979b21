/** What a read of AWS brought back; absence and refusal are values, never `null`. */
export type Seen<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  /** `action` is the IAM action that was refused, `code` how AWS put it. */
  | ({ readonly state: 'forbidden'; readonly action: string; readonly code?: string } & Refusal);

/** Why nobody could see: a right that is missing, unless the reason says otherwise, or an answer that did not come. */
export interface Refusal {
  readonly reason?: string;
  readonly cause?: 'unanswered';
}

export const present = <T>(value: T): Seen<T> => ({ state: 'present', value });
export const absent: Seen<never> = { state: 'absent' };
export const forbidden = (action: string, reason?: string): Seen<never> =>
  reason === undefined ? { state: 'forbidden', action } : { state: 'forbidden', action, reason };
