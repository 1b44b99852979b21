import { verify } from '../../../handler/core/access/verify';
import type { StatementDocument } from '../../../handler/core/policy/document';
import { evaluatePolicy } from '../../../local/aws/naive-policy';
import { type ConcreteRequest, neighboursOf, requestsOf } from './concrete-requests';
import { policiesIn, worldOf } from './situation-world';
import { identity, requirementsOf, type Situation, seenOf, situations } from './situations';

/** Each statement that a finding asks for, once. */
const asked = situations.map((situation) => ({ situation, statement: statementFor(situation) }));

function statementFor(situation: Situation): StatementDocument {
  const findings = verify(
    requirementsOf(situation),
    identity,
    seenOf(situation, policiesIn(worldOf(situation), situation)),
  );
  const [statement] = findings.flatMap(({ remedy }) => (remedy.kind === 'addStatement' ? [remedy.statement] : []));
  if (statement === undefined) throw new Error(`No statement is asked for: ${JSON.stringify(situation)}`);
  return statement;
}

/** What the local AWS's own evaluator says of the statement alone. */
function alone(statement: StatementDocument, { partition }: Situation, request: ConcreteRequest) {
  const { account, role, rolePath, action, resource, resourceAccount } = request;
  const context = {
    'aws:PrincipalArn': `arn:${partition}:iam::${account}:role${rolePath}${role}`,
    'aws:PrincipalAccount': account,
    'aws:ResourceAccount': resourceAccount,
    'aws:SecureTransport': 'true',
    ...request.context,
  };
  const principal = {
    session: `arn:${partition}:sts::${account}:assumed-role/${role}/i-0123456789abcdef0`,
    itself: [context['aws:PrincipalArn']],
    account: [`arn:${partition}:iam::${account}:root`],
    hasBoundary: true,
  };
  const lowered = Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return evaluatePolicy(document, { action, resource, context: lowered, principal });
}

test('a statement allows the agent what is missing, and leaves the rest to the role’s own policies', () => {
  const wrong = asked.flatMap(({ situation, statement }) =>
    requestsOf(situation).filter((request) => {
      const says = alone(statement, situation, request);
      return says !== (situation.missing.includes(request.action) ? 'delegate' : 'silent');
    }),
  );
  expect(wrong).toEqual([]);
});

test('the log of a session that failed to start, which the agent names otherwise, is covered too', () => {
  const uploads = asked.flatMap(({ situation, statement }) =>
    requestsOf(situation)
      .filter(({ action }) => action.startsWith('s3:Put') && situation.missing.includes(action))
      .map((request) => ({ ...request, resource: request.resource.replace('a-0.log', 'Standard_Stream/stderr') }))
      .map((request) => alone(statement, situation, request)),
  );
  expect(new Set(uploads)).toEqual(new Set(['delegate']));
});

test('a statement allows no other role, account, action, prefix, bucket, service or Region anything', () => {
  const allowed = asked.flatMap(({ situation, statement }) =>
    neighboursOf(situation).flatMap(([because, request]) =>
      alone(statement, situation, request) === 'silent' ? [] : [{ because, request, statement }],
    ),
  );
  expect(allowed).toEqual([]);
});

test('a statement names one account as its principal, and no wildcard but below the prefix', () => {
  for (const { situation, statement } of asked) {
    expect(statement.Principal).toEqual({ AWS: `arn:${situation.partition}:iam::111122223333:root` });
    expect([statement.Action].flat().join()).not.toMatch(/[*?]/);
  }
});

test('two statements have one Sid only if they are the same, so that any number of them makes a policy', () => {
  const statements = new Set(asked.map(({ statement }) => JSON.stringify(statement)));
  const sids = new Set(asked.map(({ statement }) => statement.Sid));
  expect(sids.size).toBe(statements.size);
  expect(sids.size).toBeGreaterThan(100);
  for (const sid of sids) expect(sid).toMatch(/^Session[A-Za-z]*[0-9a-f]{12}$/);
});
