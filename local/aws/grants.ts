import { AwsError } from '../../handler/aws/aws-error';
import { keyNamed, refuseMissing } from './kms';
import type { Context, Question, Verdict } from './naive-policy';
import { renderPrincipal } from './policy-documents';
import { page, required, type Services, validationError } from './service';
import type { Grant, World } from './world';

/** Grants on a key, a page at a time; the key policy was asked when the call was authorised. */
export const grants = {
  'kms:ListGrants'(world, scope, input) {
    const { KeyId, Limit = 50, Marker, GrantId, GranteePrincipal } = input;
    const key = keyNamed(world, scope, required(KeyId, 'keyId')) ?? refuseMissing(KeyId);
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html: an id or a key's ARN, no alias.
    if (/^(arn:.*:)?alias\//.test(KeyId ?? '')) refuseMissing(KeyId);
    if (Limit < 1 || Limit > 1000) throw validationError(`Value '${Limit}' at 'limit' must be 1 to 1000`);
    const entries = key.grants
      .map((grant) => entryOf(world, grant))
      .filter(
        (entry) =>
          [undefined, entry.GrantId].includes(GrantId) &&
          [undefined, entry.GranteePrincipal].includes(GranteePrincipal),
      );
    const { items, next } = page(entries, Math.min(Limit, 100), Marker, invalidMarker);
    return {
      Grants: items.map((entry) => ({
        ...entry,
        KeyId: key.arn,
        IssuingAccount: `arn:${world.partition}:iam::${key.account}:root`,
      })),
      Truncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next }),
    };
  },
} satisfies Partial<Services>;

type Asked = Pick<Question, 'action' | 'context'> & { readonly principal: NonNullable<Question['principal']> };

/**
 * What the grants on a key make of a request, in a policy's terms; they allow and never deny:
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function evaluateGrants(granted: readonly Grant[], { action, context, principal }: Asked): Verdict {
  const grantees = granted
    .filter(({ operations }) => operations.some((operation) => `kms:${operation}` === action))
    .filter((grant) => action === 'kms:DescribeKey' || isMet(grant, context))
    .map(({ grantee }) => grantee);
  if (grantees.includes(principal.session)) return 'allowSession';
  if (grantees.some((grantee) => principal.itself.includes(grantee))) return 'allow';
  return grantees.some((grantee) => principal.account.includes(grantee)) ? 'delegate' : 'silent';
}

const contextKey = 'kms:encryptioncontext:';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html: their keys, unlike values, have no case. */
function isMet(
  { encryptionContextEquals: equals, encryptionContextSubset: subset, sourceArn }: Grant,
  context: Context,
) {
  if (sourceArn !== undefined && context['aws:sourcearn'] !== sourceArn) return false;
  const sent = Object.keys(context).filter((key) => key.startsWith(contextKey));
  const includes = (pairs: Readonly<Record<string, string>> = {}) =>
    Object.entries(pairs).every(([key, value]) => context[`${contextKey}${key.toLowerCase()}`] === value);
  return includes(equals) && includes(subset) && (equals === undefined || Object.keys(equals).length === sent.length);
}

function entryOf(world: World, grant: Grant) {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset, sourceArn } = grant;
  const constraints = {
    ...(equals === undefined ? {} : { EncryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { EncryptionContextSubset: subset }),
    ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
  };
  return {
    GrantId: grant.id,
    ...(grant.name === undefined ? {} : { Name: grant.name }),
    CreationDate: new Date(grant.createDate),
    GranteePrincipal: renderPrincipal(world, grant.grantee),
    ...(grant.retiring === undefined ? {} : { RetiringPrincipal: renderPrincipal(world, grant.retiring) }),
    Operations: grant.operations,
    ...(Object.keys(constraints).length === 0 ? {} : { Constraints: constraints }),
  };
}

function invalidMarker(problem: string): AwsError {
  return new AwsError('InvalidMarker', 400, problem);
}
