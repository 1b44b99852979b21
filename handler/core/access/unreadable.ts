import type { FindingCode } from './findings';
import type { RequiredRole } from './requirements';

/** What could not be read from here, and who can make it readable. */
export function unreadable(
  code: FindingCode,
  refusal: { readonly action?: string; readonly reason?: string },
  owner: string,
  role: RequiredRole,
) {
  const evidence = [refusal.reason ?? `${refusal.action} refused`];
  const instruction =
    owner === role.account
      ? 'allow the function that read: a policy of the organisation or of the resource denies it'
      : "deploy the verifier role of examples/log-account.yaml, and name it in the function's parameters VerifierRoleName and VerifierExternalId";
  return { code, verdict: 'cannotTell', evidence, remedy: { kind: 'act', instruction } } as const;
}
