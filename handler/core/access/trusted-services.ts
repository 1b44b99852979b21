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
    'ec2.amazonaws.com': mayTake(parsed.policy, ec2In(partition), new Map()),
    'ssm.amazonaws.com': mayTake(parsed.policy, isNamed('ssm.amazonaws.com'), onBehalf),
  };
}

/** The services that may take the role, or might. */
export function trustedServices(trust: Trust): readonly TrustedService[] {
  return (['ec2.amazonaws.com', 'ssm.amazonaws.com'] as const).filter((service) => trust[service] !== 'no');
}

function mayTake(policy: Policy, isNamedIn: IsNamedIn, context: RequestContext): Certainty {
  const { statements } = policy;
  const scope = scopeOf(context, policy);
  const applies = ({ actions, principals, conditions }: Statement) =>
    allOf([
      actions.values.some((action) => matchesGlob(action.toLowerCase(), 'sts:assumerole')) === actions.not
        ? 'no'
        : 'yes',
      isNamedIn(principals),
      ...conditions.map((condition) => conditionHolds(condition, scope)),
    ]);
  const some = (effect: Statement['effect']) =>
    anyOf(statements.filter((statement) => statement.effect === effect).map(applies));
  return allOf([some('Allow'), not(some('Deny'))]);
}

type IsNamedIn = (principals: Principals | undefined) => Certainty;

const isNamed =
  (service: string): IsNamedIn =>
  (principals) => {
    if (principals?.not) return maybe({ about: 'element', element: 'NotPrincipal' });
    if (principals?.Service.includes(service)) return 'yes';
    // Whether everyone includes AWS's own services no page says.
    return principals?.AWS.includes('*') ? maybe({ about: 'everyone' }) : 'no';
  };

/**
 * EC2 has the name of its partition: https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html. That its global name
 * serves everywhere AWS's own CDK says, and its console in China does not: https://github.com/aws/aws-cdk/pull/22589,
 * https://github.com/aws/aws-cdk/pull/24709
 */
function ec2In(partition: string): IsNamedIn {
  const [global, own] = ['ec2.amazonaws.com', `ec2.${dnsSuffix(partition)}`];
  return (principals) => {
    const byOwn = isNamed(own)(principals);
    if (byOwn === 'yes' || isNamed(global)(principals) !== 'yes') return byOwn;
    return maybe({ about: 'somePrincipals', principal: `whether ${global} is EC2 in partition ${partition}` });
  };
}
