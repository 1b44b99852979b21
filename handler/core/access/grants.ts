import type { Condition, Policy, Statement } from '../policy/document';
import type { KeyGrant } from './observed';

/**
 * Grants in a policy's terms: they allow and never deny, and are judged together with the key policy:
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function policyOfGrants(grants: readonly KeyGrant[]): Policy {
  // In the older version `${` is a text like any other, as it is in a grant.
  return { version: '2008-10-17', statements: grants.map(statementOfGrant) };
}

function statementOfGrant({ granteePrincipal, operations, ...constraints }: KeyGrant): Statement {
  return {
    name: `Grant to ${granteePrincipal}`,
    effect: 'Allow',
    principals: { AWS: [granteePrincipal], Service: [], Federated: [], CanonicalUser: [], not: false },
    actions: { values: operations.map((operation) => `kms:${operation}`), not: false },
    conditions: [
      ...Object.entries(constraints.encryptionContextEquals ?? {}).map(pairCondition),
      ...Object.entries(constraints.encryptionContextSubset ?? {}).map(pairCondition),
      ...nothingElse(constraints),
      ...(constraints.sourceArn === undefined ? [] : [onBehalfOf(constraints.sourceArn)]),
      ...(constraints.furtherConstraints ?? []).map(notUnderstood),
    ],
  };
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html: "the key in each key-value pair is not
// case sensitive, but the value is".
const pairCondition = ([key, value]: readonly [string, string]): Condition => ({
  operator: 'StringEquals',
  key: `kms:EncryptionContext:${key}`,
  values: [value],
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html: "effectively the same as having the aws:SourceArn global condition key in the grant".
const onBehalfOf = (arn: string): Condition => ({ operator: 'ArnEquals', key: 'aws:SourceArn', values: [arn] });

/** In the place of a key, where a constraint that is not known here stands in that of an operator: a doubt. */
export const GRANT_CONSTRAINT = 'grant-constraint';

const notUnderstood = (constraint: string): Condition => ({ operator: constraint, key: GRANT_CONSTRAINT, values: [] });

function nothingElse({ encryptionContextEquals }: Pick<KeyGrant, 'encryptionContextEquals'>): readonly Condition[] {
  const keys = Object.keys(encryptionContextEquals ?? {});
  // An empty map is no constraint.
  if (keys.length === 0) return [];
  return [{ operator: 'ForAllValues:StringEqualsIgnoreCase', key: 'kms:EncryptionContextKeys', values: keys }];
}
