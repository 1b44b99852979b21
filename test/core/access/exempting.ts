import type { Finding } from '../../../handler/core/access/findings';
import { present, type Seen } from '../../../handler/core/seen';
import type { Change } from './setting';

/** Does as an amendStatement remedy says, to the policy that it names. */
export function exempting({ place, remedy }: Finding, roleArn: string): Change {
  if (remedy.kind !== 'amendStatement') throw new Error(`Nothing to amend at ${place}`);
  const amended = (document: Seen<string>): Seen<string> =>
    document.state === 'present' ? present(exempted(document.value, remedy.statements, roleArn)) : document;
  return ({ requirements, identity, seen: { bucket, bucketKey, sessionKey, logGroupKey, ...seen } }) => {
    const isKey = (arn: string | undefined) => place === `KeyPolicy of ${arn}`;
    const key = <K extends { readonly keyId: string; readonly policy: Seen<string> }>(one: K): K =>
      isKey(one.keyId) ? { ...one, policy: amended(one.policy) } : one;
    const inBucket = place.startsWith('BucketPolicy');
    const policies = place.startsWith('Role')
      ? identity.policies.map((policy) => ({ ...policy, document: amended(policy.document) }))
      : identity.policies;
    return {
      requirements,
      identity: { ...identity, policies },
      seen: {
        ...seen,
        ...(bucket && { bucket: inBucket ? { ...bucket, policy: amended(bucket.policy) } : bucket }),
        ...(bucketKey && { bucketKey: key(bucketKey) }),
        ...(sessionKey && { sessionKey: key(sessionKey) }),
        ...(logGroupKey && { logGroupKey: key(logGroupKey) }),
      },
    };
  };
}

interface Statement {
  readonly Sid?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policy with the role excepted from these of its statements, as docs/findings.md says. */
export function exempted(policy: string, names: readonly string[], roleArn: string): string {
  const { Statement: statements, ...rest } = JSON.parse(policy) as { Statement: Statement | readonly Statement[] };
  const amended = [statements].flat().map((statement: Statement, index) => {
    if (!names.includes(statement.Sid ?? `Statement[${index}]`)) return statement;
    const others = statement.Condition?.['ArnNotEquals'] ?? {};
    const excepted = [others['aws:PrincipalArn'] ?? [], roleArn].flat();
    return {
      ...statement,
      Condition: { ...statement.Condition, ArnNotEquals: { ...others, 'aws:PrincipalArn': excepted } },
    };
  });
  return JSON.stringify({ ...rest, Statement: amended });
}
