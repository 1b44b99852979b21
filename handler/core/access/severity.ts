import type { Side } from '../policy/combine';
import type { Consequence } from './agent-requests';
import type { Finding } from './findings';
import type { Judged } from './judge';

/**
 * How bad it is that these requests are refused on this side; what AWS may not even ask it for makes nothing worse that
 * is certain.
 */
export function severityOf(
  judged: readonly Judged[],
  side: Side,
  otherwise: 'broken' | 'cannotTell',
): Pick<Finding, 'verdict' | 'consequence' | 'caveat'> {
  const isUnsettled = ({ asked }: Judged) => asked.unsettled?.sides.includes(side) === true;
  const worst = worstOf(judged);
  const certain = worstOf(judged.filter((one) => !isUnsettled(one)));
  // What the agent can do without is worth no more than advice.
  if (certain === worst || otherwise === 'cannotTell')
    return { verdict: worst === 'advice' ? worst : otherwise, consequence: worst };
  const caveat = questionsOf(judged.filter(isUnsettled));
  if (certain === 'advice') return { verdict: 'cannotTell', consequence: worst, caveat };
  return { verdict: otherwise, consequence: certain, caveat };
}

function questionsOf(judged: readonly Judged[]): string {
  return [...new Set(judged.flatMap(({ asked }) => asked.unsettled?.question ?? []))].join('; ');
}

function worstOf(judged: readonly Judged[]): Consequence {
  const worst = (['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'] as const).find(
    (consequence) => judged.some(({ asked }) => asked.consequence === consequence),
  );
  return worst ?? 'advice';
}
