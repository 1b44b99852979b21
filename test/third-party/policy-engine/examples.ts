import { ACCOUNT, type Document, type PolicyCase, type Statement } from './policy-case';

export const bucket = 'arn:aws:s3:::session-logs';

/** As a policy spells a variable. */
export const variable = (name: string) => `\${${name}}`;

/** A statement that allows an upload. */
export const allow = (rest: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 's3:PutObject',
  Resource: `${bucket}/*`,
  ...rest,
});

export const policy = (...statements: Document['Statement']): Document => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** Says nothing of an upload. */
export const silent = policy(allow({ Action: 's3:GetObject' }));

/** An upload that one identity policy allows on this condition. */
export function asking(Condition: Statement['Condition'] & {}, context: PolicyCase['context'] = {}): PolicyCase {
  return {
    action: 's3:PutObject',
    resource: `${bucket}/${ACCOUNT}`,
    resourceAccount: ACCOUNT,
    context: { 'aws:PrincipalAccount': ACCOUNT, ...context },
    identity: policy(allow({ Condition })),
    boundary: policy(allow({})),
  };
}
