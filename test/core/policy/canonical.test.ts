import fc from 'fast-check';
import { canonical, sameMeaning } from '../../../handler/core/policy/canonical';
import type { Policy } from '../../../handler/core/policy/document';
import { policies } from './policies';

const text = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const put = {
  Sid: 'Put',
  Effect: 'Allow',
  Action: ['s3:PutObject', 's3:PutObjectAcl'],
  Resource: 'arn:aws:s3:::logs/*',
};
const decrypt = { Sid: 'Decrypt', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
const trust = (AWS: string | readonly string[]) =>
  text({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
const when = (condition: object) => text({ ...put, Condition: condition });

test.each([
  { because: 'keys have no order', a: text(put), b: text(Object.fromEntries(Object.entries(put).reverse())) },
  { because: 'statements have no order', a: text(put, decrypt), b: text(decrypt, put) },
  { because: 'a set has no order', a: text(put), b: text({ ...put, Action: ['s3:PutObjectAcl', 's3:PutObject'] }) },
  {
    because: 'a set holds each member once',
    a: text(decrypt),
    b: text({ ...decrypt, Action: ['kms:Decrypt', 'kms:Decrypt'] }),
  },
  { because: 'one is a list of one', a: text(decrypt), b: text({ ...decrypt, Resource: ['*'] }) },
  { because: 'actions have no case', a: text(decrypt), b: text({ ...decrypt, Action: 'KMS:decrypt' }) },
  { because: 'a Sid means nothing', a: text(put), b: text({ ...put, Sid: 'Other' }) },
  {
    because: 'one statement needs no list',
    a: text(put),
    b: JSON.stringify({ Version: '2012-10-17', Statement: put }),
  },
  { because: 'an account is its root', a: trust('123456789012'), b: trust('arn:aws:iam::123456789012:root') },
  {
    because: 'everyone is everyone',
    a: trust('*'),
    b: text({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
  },
  { because: 'a number is its text', a: when({ NumericEquals: { k: 1 } }), b: when({ NumericEquals: { k: ['1'] } }) },
  { because: 'a boolean is its text', a: when({ Bool: { k: true } }), b: when({ Bool: { k: 'true' } }) },
  {
    because: 'condition keys have no case',
    a: when({ Bool: { 'aws:A': 'true' } }),
    b: when({ Bool: { 'AWS:a': 'true' } }),
  },
  { because: 'white space means nothing', a: text(put), b: JSON.stringify(JSON.parse(text(put)), null, 4) },
  { because: 'equal texts are equal even where they are no policies', a: '{', b: '{' },
])('two texts mean the same, because $because', ({ a, b }) => {
  expect(sameMeaning(a, b)).toBe(true);
});

test.each([
  {
    because: 'what only begins as a root ARN is another principal',
    a: trust('123456789012ed'),
    b: trust('arn:aws:iam::123456789012:rooted'),
  },
  {
    because: 'so is what only ends as one',
    a: trust('x:123456789012'),
    b: trust('x:arn:aws:iam::123456789012:root'),
  },
  { because: 'effects differ', a: text(put), b: text({ ...put, Effect: 'Deny' }) },
  { because: 'an action is missing', a: text(put), b: text({ ...put, Action: 's3:PutObject' }) },
  { because: 'resources have case', a: text(put), b: text({ ...put, Resource: 'arn:aws:s3:::Logs/*' }) },
  { because: 'a statement is missing', a: text(put, decrypt), b: text(put) },
  { because: 'versions differ', a: text(put), b: JSON.stringify({ Statement: [put] }) },
  {
    because: 'NotAction is not Action',
    a: text(decrypt),
    b: text({ Effect: 'Allow', NotAction: 'kms:Decrypt', Resource: '*' }),
  },
  { because: 'a condition was added', a: text(put), b: when({ Bool: { k: true } }) },
  { because: 'a condition has another value', a: when({ Bool: { k: true } }), b: when({ Bool: { k: false } }) },
  { because: 'a condition has another key', a: when({ Bool: { k: true } }), b: when({ Bool: { l: true } }) },
  { because: 'a condition has another operator', a: when({ Bool: { k: true } }), b: when({ StringLike: { k: true } }) },
  {
    because: 'what only ends as the root of an account is none',
    a: trust('xarn:aws:iam::123456789012:root'),
    b: trust('123456789012'),
  },
  {
    because: 'what only begins as the root of an account is none',
    a: trust('arn:aws:iam::123456789012:root-x'),
    b: trust('123456789012'),
  },
  {
    because: 'a principal was replaced by its dead id',
    a: trust('arn:aws:iam::123456789012:role/a'),
    b: trust('AROADEAD'),
  },
  { because: 'one of them is no policy', a: text(put), b: '{' },
])('two texts differ in meaning, because $because', ({ a, b }) => {
  expect(sameMeaning(a, b)).toBe(false);
});

test('the canonical form writes actions and condition keys in lower case', () => {
  const conditions = [{ operator: 'Bool', key: 'aws:A', values: ['true'] }];
  const actions = { values: ['S3:Put*'], not: false };
  expect(
    canonical({ version: '2012-10-17', statements: [{ name: 'A', effect: 'Allow', actions, conditions }] }),
  ).toEqual({
    version: '2012-10-17',
    statements: [
      {
        name: '',
        effect: 'Allow',
        actions: { values: ['s3:put*'], not: false },
        conditions: [{ operator: 'Bool', key: 'aws:a', values: ['true'] }],
      },
    ],
  });
});

test('the canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      expect(canonical(canonical(policy))).toEqual(canonical(policy));
    }),
  );
});

test('the canonical form has no order to lose', () => {
  const backwards = ({ version, statements }: Policy): Policy => ({
    version,
    statements: statements.toReversed().map((statement) => ({
      ...statement,
      actions: { ...statement.actions, values: statement.actions.values.toReversed() },
      conditions: statement.conditions.toReversed(),
    })),
  });
  fc.assert(
    fc.property(policies, (policy) => {
      expect(JSON.stringify(canonical(backwards(policy)))).toBe(JSON.stringify(canonical(policy)));
    }),
  );
});
