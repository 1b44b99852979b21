import type { NamedPolicy } from '../core/access/observed';
import { absent, present, type Seen } from '../core/seen';
import type { Call, Caller } from './operations';
import { seen } from './seen';

/** The default versions of managed policies. */
export function observeManagedPolicies(
  call: Call,
  caller: Caller,
  arns: readonly string[],
): Promise<readonly NamedPolicy[]> {
  return Promise.all(arns.map(async (name) => ({ name, document: await managedPolicy(call, caller, name) })));
}

/** The inline policies of a role. */
export function observeInlinePolicies(
  call: Call,
  caller: Caller,
  role: { readonly name: string; readonly inlinePolicyNames: readonly string[] },
): Promise<readonly NamedPolicy[]> {
  return Promise.all(
    role.inlinePolicyNames.map(async (name) => {
      const document = await seen('iam:GetRolePolicy', async () => {
        const answer = await call('iam:GetRolePolicy', { RoleName: role.name, PolicyName: name }, caller);
        return decoded(answer.PolicyDocument);
      });
      return { name: `inline policy ${name}`, document };
    }),
  );
}

async function managedPolicy(call: Call, caller: Caller, PolicyArn: string): Promise<Seen<string>> {
  const version = await seen('iam:GetPolicy', async () => {
    const { Policy } = await call('iam:GetPolicy', { PolicyArn }, caller);
    return Policy?.DefaultVersionId === undefined ? absent : present(Policy.DefaultVersionId);
  });
  if (version.state !== 'present') return version;
  return seen('iam:GetPolicyVersion', async () => {
    const { PolicyVersion } = await call('iam:GetPolicyVersion', { PolicyArn, VersionId: version.value }, caller);
    return decoded(PolicyVersion?.Document);
  });
}

// IAM returns policy documents URL-encoded (RFC 3986), and the SDK leaves them so.
const decoded = (document: string | undefined): Seen<string> =>
  document === undefined ? absent : present(decodeURIComponent(document));
