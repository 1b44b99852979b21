import type { Policy, Principals, Statement, Targets } from './document';
import { parsePolicy } from './parse';

/** Whether two policy texts say the same, however they are spelled; texts that are no policies must be equal. */
export function sameMeaning(a: string, b: string): boolean {
  const [one, other] = [parsePolicy(a), parsePolicy(b)];
  if ('problem' in one || 'problem' in other) return a === b;
  return JSON.stringify(canonical(one.policy)) === JSON.stringify(canonical(other.policy));
}

/** One spelling for every policy of the same meaning: sets sorted, action names in lower case, statements unnamed. */
export function canonical(policy: Policy): Policy {
  return { version: policy.version, statements: sorted(policy.statements.map(canonicalStatement)) };
}

function canonicalStatement({ effect, principals, actions, resources, conditions }: Statement): Statement {
  return {
    name: '',
    effect,
    ...(principals && { principals: canonicalPrincipals(principals) }),
    actions: canonicalTargets({ ...actions, values: actions.values.map((action) => action.toLowerCase()) }),
    ...(resources && { resources: canonicalTargets(resources) }),
    conditions: sorted(
      conditions.map(({ operator, key, values }) => ({ operator, key: key.toLowerCase(), values: sorted(values) })),
    ),
  };
}

function canonicalPrincipals({ AWS, Service, Federated, CanonicalUser, not }: Principals): Principals {
  return {
    AWS: sorted(AWS.map(accountAlone)),
    Service: sorted(Service),
    Federated: sorted(Federated),
    CanonicalUser: sorted(CanonicalUser),
    not,
  };
}

/** IAM stores the account that was written as 12 digits as its root's ARN. */
function accountAlone(principal: string): string {
  return principal.replace(/^arn:[\w-]+:iam::(\d{12}):root$/, '$1');
}

function canonicalTargets({ values, not }: Targets): Targets {
  return { values: sorted(values), not };
}

/** As a set: in one order, each member once. */
function sorted<T>(members: readonly T[]): readonly T[] {
  return [...new Map(members.map((member) => [JSON.stringify(member), member]))].sort().map(([, member]) => member);
}
