import fc from 'fast-check';
import { parsePolicy } from '../../../handler/core/policy/parse';

const statement = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };

test('a policy is read into lists, texts and names', () => {
  const text = JSON.stringify({
    Id: 'policy',
    Statement: {
      Effect: 'Deny',
      Principal: '*',
      NotAction: 's3:Get*',
      NotResource: ['a', 'b'],
      Condition: { NumericLessThan: { 's3:max-keys': 10 }, Bool: { 'aws:SecureTransport': [false] } },
    },
  });
  expect(parsePolicy(text)).toEqual({
    policy: {
      version: '2008-10-17',
      statements: [
        {
          name: 'Statement[0]',
          effect: 'Deny',
          principals: { AWS: ['*'], Service: [], Federated: [], CanonicalUser: [], not: false },
          actions: { values: ['s3:Get*'], not: true },
          resources: { values: ['a', 'b'], not: true },
          conditions: [
            { operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] },
            { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
          ],
        },
      ],
    },
  });
});

test.each([
  { text: '', because: 'it is empty', problem: 'Policy cannot be read as JSON' },
  { text: '{"Statement":', because: 'it is cut off', problem: 'Policy cannot be read as JSON' },
  { text: '[]', because: 'it is a list', problem: 'Policy is malformed at its top level' },
  { text: '{}', because: 'it has no statement', problem: 'Policy is malformed at Statement[0]' },
  {
    text: '{"Statement":[],"Statements":[]}',
    because: 'an element is unknown',
    problem: 'Policy is malformed at its top level',
  },
  {
    text: '{"Version":"2012-10-18","Statement":[]}',
    because: 'no such version',
    problem: 'Policy is malformed at Version',
  },
])('a text is no policy, because $because', ({ text, problem }) => {
  expect(parsePolicy(text)).toEqual({ problem });
});

test.each([
  { change: { Effect: 'allow' }, at: '.Effect', because: 'elements have their case' },
  { change: { effect: 'Allow' }, at: '', because: 'an element is unknown' },
  { change: { Action: undefined }, at: '', because: 'there is no action' },
  { change: { NotAction: 'x' }, at: '', because: 'there are two senses of action' },
  { change: { NotResource: 'x' }, at: '', because: 'there are two senses of resource' },
  { change: { Principal: '*', NotPrincipal: '*' }, at: '', because: 'there are two senses of principal' },
  { change: { Action: [null] }, at: '.Action', because: 'null is no text' },
  { change: { Resource: { a: 1 } }, at: '.Resource', because: 'an object is no text' },
  { change: { Principal: '123456789012' }, at: '.Principal', because: 'a bare principal is only a star' },
  { change: { Principal: { aws: '*' } }, at: '.Principal', because: 'no such kind of principal' },
  { change: { Condition: { Bool: 'x' } }, at: '.Condition', because: 'an operator holds keys' },
  { change: { Condition: [] }, at: '.Condition', because: 'conditions are no list' },
])('a statement is malformed, because $because', ({ change, at }) => {
  const text = JSON.stringify({ Statement: [statement, { ...statement, ...change }] });
  expect(parsePolicy(text)).toEqual({ problem: `Policy is malformed at Statement[1]${at}` });
});

test.each([
  '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"__proto__":{"a":"b"}}}}',
  '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"\\u005f_proto__":"b"}}}}',
  '{"__proto__":{"Statement":[]},"Statement":[]}',
])('a key that would vanish from an object makes the text no policy', (text) => {
  expect(parsePolicy(text)).toEqual({ problem: 'Policy cannot be read as JSON' });
});

test('a text nested without end is refused, not followed', () => {
  expect(parsePolicy(`{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toHaveProperty('problem');
});

test('any JSON is either a policy or a problem', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = parsePolicy(JSON.stringify({ Statement: [{ ...statement, Condition: value }] }));
      expect('policy' in parsed || parsed.problem.startsWith('Policy ')).toBe(true);
    }),
  );
});

test.each([
  { because: 'an operator is written twice', condition: '"Bool":{"a:b":"true"},"Bool":{"a:c":"true"}' },
  { because: 'a key is written twice', condition: '"Bool":{"a:b":"true","a\\u003ab":"false"}' },
])('a policy of which JSON keeps only the last word is not read: $because', ({ condition }) => {
  const text = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"\\":{","Condition":{${condition}}}}`;
  expect(parsePolicy(text)).toEqual({ problem: 'Policy cannot be read as JSON' });
  expect(parsePolicy(text.replace(condition, '"Bool":{"a:b":"true"}'))).toHaveProperty('policy');
});
