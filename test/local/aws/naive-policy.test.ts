import { evaluatePolicy, type Question } from '../../../local/aws/naive-policy';

const question: Question = {
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::logs/a.log',
  context: {},
  principal: { session: 'arn:session', itself: ['arn:role'], account: ['111122223333'], hasBoundary: false },
};
const policy = (Effect: string, NotPrincipal: unknown) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, NotPrincipal, Action: 's3:*', Resource: '*' }] });

test('NotPrincipal with Allow, which AWS does not support, is an error of the test, never a verdict', () => {
  expect(() => evaluatePolicy(policy('Allow', { AWS: '444455556666' }), question)).toThrow('NotPrincipal with Allow');
});

test('NotPrincipal with Deny excepts a role that is named together with its account', () => {
  expect(evaluatePolicy(policy('Deny', { AWS: ['arn:role', '111122223333'] }), question)).toBe('silent');
  expect(evaluatePolicy(policy('Deny', { AWS: ['arn:role'] }), question)).toBe('deny');
  expect(evaluatePolicy(policy('Deny', { AWS: ['111122223333'] }), question)).toBe('deny');
});
