import { verify } from '../../../handler/core/access/verify';
import { type ConcreteRequest, neighboursOf, requestsOf } from '../../core/access/concrete-requests';
import { follow, policiesIn, worldOf } from '../../core/access/situation-world';
import { ACCOUNT, identity, requirementsOf, type Situation, seenOf, situations } from '../../core/access/situations';
import type { Document, Judgement, PolicyCase } from './policy-case';
import { simulate } from './simulate';

const everything: Document = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The owner's policy as it is, and as it is once the finding's statement is added. */
function beforeAndAfter(situation: Situation): readonly Document[] {
  const world = worldOf(situation);
  const before = policiesIn(world, situation);
  const findings = verify(requirementsOf(situation), identity, seenOf(situation, before));
  for (const finding of findings) follow(world, situation, finding);
  return [before, policiesIn(world, situation)].map((policies) =>
    JSON.parse(policies[situation.subject] ?? '{"Statement":[]}'),
  );
}

function judged(situation: Situation, resourcePolicy: Document, request: ConcreteRequest): Promise<Judgement> {
  const { partition } = situation;
  const { account, role, rolePath, action, resource, resourceAccount } = request;
  const context = {
    'aws:PrincipalArn': `arn:${partition}:iam::${account}:role${rolePath}${role}`,
    'aws:PrincipalAccount': account,
    'aws:ResourceAccount': resourceAccount,
    'aws:SecureTransport': 'true',
    ...request.context,
  };
  const session = `arn:${partition}:sts::${account}:assumed-role/${role}/i-0123456789abcdef0`;
  const policies = { identity: everything, boundary: everything, resourcePolicy };
  const asked: PolicyCase = { session, action, resource, resourceAccount, context, ...policies };
  return simulate(expressible(asked));
}

/**
 * iam-simulate passes over condition keys that AWS's list does not give for an action: it knows those of encryption
 * contexts by the list's placeholder alone, and none of encryption for s3:PutObjectAcl.
 */
function expressible(asked: PolicyCase): PolicyCase {
  const { 'kms:EncryptionContext:aws:ssm:SessionId': _, ...context } = asked.context;
  const known = Object.entries(context).filter(
    ([key]) => asked.action !== 's3:PutObjectAcl' || !key.includes('server-side-encryption'),
  );
  const text = JSON.stringify({ ...asked, context: Object.fromEntries(known) });
  return JSON.parse(text.replaceAll(/kms:EncryptionContext:aws:(s3:arn|ssm:TargetId)/g, placeholder));
}

// A replacement of its own would read the dollar.
const placeholder = () => ['kms:EncryptionContext:', '{EncryptionContextKey}'].join('$');

test.each(['bucket', 'bucketKey', 'sessionKey'] as const)(
  'iam-simulate refuses what the policy of a %s lacks, and allows it once the statement of the finding is added',
  async (subject) => {
    const all = situations.filter((situation) => situation.subject === subject);
    for (const situation of all) {
      const [before = everything, after = everything] = beforeAndAfter(situation);
      for (const request of requestsOf(situation)) {
        const expected = situation.missing.includes(request.action) ? 'implicitDeny' : 'allowed';
        const says = [await judged(situation, before, request), await judged(situation, after, request)];
        expect([situation, request, says]).toEqual([situation, request, [expected, 'allowed']]);
      }
    }
    expect(all.length).toBeGreaterThanOrEqual(48);
  },
);

test('iam-simulate finds that a statement allows nobody and nothing beside', async () => {
  // Everything is missing, so that the policy grants what the statement does; in its own account a bucket needs no grant.
  const whole = situations.filter(
    ({ subject, missing, instead }) => instead === 'nothing' && missing.length === requestsIn[subject],
  );
  const judgements: { readonly because: string; readonly says: Judgement; readonly request: ConcreteRequest }[] = [];
  for (const situation of whole) {
    const [, after = everything] = beforeAndAfter(situation);
    for (const [because, request] of neighboursOf(situation)) {
      if (request.account === request.resourceAccount && request.account !== ACCOUNT) continue;
      judgements.push({ because, says: await judged(situation, after, request), request });
    }
  }
  // An action to which AWS's list denies the agent's keys is another request altogether.
  const decided = judgements.filter(({ says }) => says !== 'notExpressible');
  expect(decided.filter(({ says }) => says !== 'implicitDeny')).toEqual([]);
  expect(new Set(decided.map(({ because }) => because)).size).toBeGreaterThanOrEqual(15);
  expect(decided.length).toBeGreaterThan(1000);
});

const requestsIn = { bucket: 3, bucketKey: 2, sessionKey: 1 } as const;
