import type { AccessRequest, ContextValue, Principal } from '../../../handler/core/policy/request';

/** The role whose requests the policy tests judge. */
export const PRINCIPAL: Principal = {
  partition: 'aws',
  account: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/app/session-role',
  roleName: 'session-role',
  roleId: 'AROAEXAMPLEEXAMPLE123',
  sessionName: 'i-*',
  hasBoundary: true,
};

/** An upload of session logs, of whose context nothing is known but what a test says. */
export function request(context: Readonly<Record<string, ContextValue>> = {}): AccessRequest {
  return {
    principal: PRINCIPAL,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::logs/sessions/*',
    context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])),
  };
}
