import { dnsSuffix } from '../partition';
import { allOf, anyOf, type Certainty, maybe, not } from '../policy/certainty';
import { conditionHolds } from '../policy/condition';
import type { Policy, Principals, Statement } from '../policy/document';
import { matchesGlob } from '../policy/glob';
import { parsePolicy } from '../policy/parse';
import type { RequestContext } from '../policy/request';
import { scopeOf } from '../policy/variables';
import type { TrustedService } from '../request/properties';
import type { Place } from '../request/settings';
import { known, matching } from './agent-context';

export type Trust = Readonly<Record<TrustedService, Certainty>>;
/** Whether each service that brings a role to an instance may take the role with this trust policy. */
export function trustOf(trustPolicy: string, place: Place): Trust {
  const parsed = parsePolicy(trustPolicy);
  const unread = maybe({ about: 'somePrincipals', principal: 'a trust policy that cannot be read' });
  if ('problem' in parsed) return { 'ec2.amazonaws.com': unread, 'ssm.amazonaws.com': unread };
  const { region, account, partition } = place;
  const onBehalf: RequestContext = new Map([
    ['aws:sourceaccount', known(account)],
    ['aws:sourcearn', matching(`arn:${partition}:ssm:${region}:${account}:*`)],
  ]);
  return {
    'ec2.amazonaws.com': mayTake(parsed.policy, `ec2.${dnsSuffix(partition)}`, new Map()),
    'ssm.amazonaws.com': mayTake(parsed.policy, 'ssm.amazonaws.com', onBehalf),
  };
}

/** The services that may take the role, or might. */
export function trustedServices(trust: Trust): readonly TrustedService[] {
  return (['ec2.amazonaws.com', 'ssm.amazonaws.com'] as const).filter((service) => trust[service] !== 'no');
}

function mayTake(policy: Policy, service: string, context: RequestContext): Certainty {
  const { statements } = policy;
  const scope = scopeOf(context, policy);
  const applies = ({ actions, principals, conditions }: Statement) =>
    allOf([
      actions.values.some((action) => matchesGlob(action.toLowerCase(), 'sts:assumerole')) === actions.not
        ? 'no'
        : 'yes',
      isNamed(service, principals),
      ...conditions.map((condition) => conditionHolds(condition, scope)),
    ]);
  const some = (effect: Statement['effect']) =>
    anyOf(statements.filter((statement) => statement.effect === effect).map(applies));
  return allOf([some('Allow'), not(some('Deny'))]);
}

function isNamed(service: string, principals: Principals | undefined): Certainty {
  if (principals?.not) return maybe({ about: 'element', element: 'NotPrincipal' });
  if (principals?.Service.includes(service)) return 'yes';
  // Whether everyone includes AWS's own services no page says.
  return principals?.AWS.includes('*') ? maybe({ about: 'everyone' }) : 'no';
}
