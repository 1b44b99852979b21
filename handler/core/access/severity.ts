import type { Consequence } from './agent-requests';
import type { Finding } from './findings';
import type { Judged } from './judge';

/** How bad it is that these requests are refused; what AWS may not even ask for makes nothing worse that is certain. */
export function severityOf(
  judged: readonly Judged[],
  otherwise: 'broken' | 'cannotTell',
): Pick<Finding, 'verdict' | 'consequence' | 'caveat'> {
  const worst = worstOf(judged);
  const certain = worstOf(judged.filter(({ asked }) => asked.need === 'documented'));
  // What the agent can do without is worth no more than advice.
  if (certain === worst) return { verdict: worst === 'advice' ? worst : otherwise, consequence: worst };
  const caveat = caveatOn(judged.filter(({ asked }) => asked.need === 'undocumented'));
  if (certain === 'advice') return { verdict: 'cannotTell', consequence: worst, caveat };
  return { verdict: otherwise, consequence: certain, caveat };
}

function caveatOn(judged: readonly Judged[]): string {
  const actions = [...new Set(judged.map(({ asked }) => `"${asked.request.action}"`))].join(', ');
  return `whether S3 asks for ${actions} where ACLs are disabled, AWS does not say`;
}

function worstOf(judged: readonly Judged[]): Consequence {
  const worst = (['session refused', 'session hangs', 'log lost', 'log lost above 5 MiB'] as const).find(
    (consequence) => judged.some(({ asked }) => asked.consequence === consequence),
  );
  return worst ?? 'advice';
}
