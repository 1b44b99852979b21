import type { Finding, FindingCode } from '../../../handler/core/access/findings';
import type { Change } from './setting';

/** How bad a finding is, and who must do what. */
export interface Judgement extends Pick<Finding, 'verdict' | 'consequence' | 'account'> {
  readonly remedy: Finding['remedy']['kind'];
}

/** One way to go wrong, and the only finding that it shall leave. */
export interface Row extends Judgement {
  readonly code: FindingCode;
  /** What the rendered finding says, among other things. */
  readonly says: string;
  readonly because: string;
  readonly changes: readonly Change[];
}

export function row(
  code: FindingCode,
  judgement: Judgement,
  { says, because }: Pick<Row, 'says' | 'because'>,
  ...changes: readonly Change[]
): Row {
  return { code, ...judgement, says, because, changes };
}
