import { trustPolicy } from '../identity/trust';
import { dnsSuffix } from '../partition';
import { anyOf, doubtsOf } from '../policy/certainty';
import type { Doubt } from '../policy/verdict';
import type { AgentRole } from './agent-requests';
import { wordsFor } from './doubt-words';
import { act, type Finding } from './findings';
import type { IdentityPolicies, RoleReach } from './observed';
import { places } from './places';
import type { Requirements } from './requirements';
import { type Trust, trustOf } from './trusted-services';
import { afterRefusal } from './unreadable';

/** Whether EC2 or a hybrid activation may take the role, and brings it to an instance. */
export function verifyReach(
  role: AgentRole,
  { region }: Requirements,
  { reach }: IdentityPolicies,
): readonly Finding[] {
  if (reach === undefined) return [];
  const { partition, account } = role;
  const trust = trustOf(reach.trustPolicy, { partition, account, region });
  return [...trustFindings(role, trust, region), ...profileFindings(role, trust, reach)];
}

const unusable = ({ name, account }: AgentRole) =>
  ({ code: 'RoleUnusable', consequence: 'session refused', role: name, account, actions: [] }) as const;

function trustFindings(role: AgentRole, trust: Trust, region: string): readonly Finding[] {
  const trusted = anyOf(Object.values(trust));
  if (trusted === 'yes') return [];
  const common = { ...unusable(role), place: places.trustPolicy(role.name) };
  if (trusted !== 'no') {
    const evidence = [`whether it may be assumed depends on ${doubtsOf(trusted).map(doubtIn).join(', ')}`];
    const ec2 = `ec2.${dnsSuffix(role.partition)}`;
    const remedy = act(`let ${ec2} or ssm.amazonaws.com assume the role without that condition`);
    return [{ ...common, verdict: 'cannotTell', evidence, remedy }];
  }
  const { partition, account } = role;
  const [statement] = trustPolicy(['ec2.amazonaws.com'], { partition, account, region }).Statement;
  if (statement === undefined) throw new Error('Cannot trust EC2: its trust policy has no statement');
  const evidence = ['neither EC2 nor a hybrid activation may assume it'];
  return [{ ...common, verdict: 'broken', evidence, remedy: { kind: 'addStatement', statement } }];
}

// In a trust policy the sessions of the role are nobody.
const doubtIn = (doubt: Doubt) => (doubt.about === 'somePrincipals' ? doubt.principal : wordsFor(doubt));

function profileFindings(role: AgentRole, trust: Trust, { instanceProfiles }: RoleReach): readonly Finding[] {
  if (trust['ec2.amazonaws.com'] === 'no') return [];
  const common = { ...unusable(role), place: places.instanceProfile(role.name) };
  // A hybrid activation needs none.
  const verdict = trust['ssm.amazonaws.com'] === 'no' ? 'broken' : 'advice';
  switch (instanceProfiles.state) {
    case 'present': {
      if (instanceProfiles.value.length > 0) return [];
      const consequence = verdict === 'advice' ? 'advice' : 'session refused';
      const remedy = act('create an instance profile, and add the role to it');
      return [{ ...common, verdict, consequence, evidence: ['no instance profile holds it'], remedy }];
    }
    case 'absent':
    case 'forbidden': {
      const evidence = ['whether an instance profile holds it, iam:ListInstanceProfilesForRole would say'];
      const allow = 'allow the reader iam:ListInstanceProfilesForRole';
      const remedy = instanceProfiles.state === 'absent' ? act(allow) : afterRefusal(instanceProfiles, allow);
      return [{ ...common, verdict: 'cannotTell', evidence, remedy }];
    }
    default:
      return instanceProfiles satisfies never;
  }
}
