import { trusting } from '../../../local/aws/create';
import { account } from './script';

/** A policy with one Allow, as text. */
export function allowing(Action: string, rest: object = {}): string {
  return policy([{ Effect: 'Allow', Action, Resource: '*', ...rest }]);
}

/** A policy as text. */
export function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** A trust policy as text. */
export function trust(principal: unknown, condition?: unknown): string {
  return JSON.stringify(trusting(principal, condition));
}

/** The role that every script calls as is one of these. */
export const theAccount = { AWS: `arn:aws:iam::${account}:root` };
export const ec2 = { Service: 'ec2.amazonaws.com' };
export const lambda = { Service: 'lambda.amazonaws.com' };

export const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
export const tag = (Key: string, Value = '') => ({ Key, Value });
