import type { Refusal } from '../seen';
import { act, type FindingCode } from './findings';
import type { RequiredRole } from './requirements';

/** What could not be read from here, and who can make it readable. */
export function unreadable(
  code: FindingCode,
  refusal: Refusal & { readonly action?: string },
  owner: string,
  role: RequiredRole,
) {
  const evidence = [refusal.reason ?? `${refusal.action} refused`];
  const remedy = afterRefusal(refusal, owner === role.account ? ownersRemedy(code) : guestsRemedy(code));
  return { code, verdict: 'cannotTell', evidence, remedy } as const;
}

/** What helps who was refused, unless AWS only did not answer. */
export const afterRefusal = ({ cause }: Refusal, otherwise: string) =>
  act(cause === 'unanswered' ? 'ask again later: AWS did not answer in time' : otherwise);

function guestsRemedy(code: FindingCode): string {
  const deploy =
    "deploy the verifier role of examples/log-account.yaml, and name it in the function's parameters VerifierRoleName and VerifierExternalId";
  return code === 'KeyUnreadable'
    ? `${deploy}; let it read this key, and have the account among AllowedS3BucketOwners`
    : deploy;
}

// Whose a bucket is nobody but its owner learns: that S3BucketOwner was forgotten is the likeliest.
function ownersRemedy(code: FindingCode): string {
  const allow = 'allow the function that read, which a policy of the resource or of the organisation denies';
  return code.startsWith('Bucket')
    ? `name the bucket's owner in S3BucketOwner if it is another account; else ${allow}`
    : allow;
}
