import fc from 'fast-check';
import type { Condition, Policy, Principals, Statement, Targets } from '../../../handler/core/policy/document';
import type { AccessRequest, ContextValue } from '../../../handler/core/policy/request';
import { PRINCIPAL, request } from './request';

const KEYS = ['aws:SourceVpce', 'aws:SourceVpc', 'aws:PrincipalOrgID', 'aws:PrincipalTag/cost center'] as const;
const FAMILY = 'aws:PrincipalTag/*';
const VALUES = ['a', 'ab', 'b', '1', 'true'] as const;
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'Bool',
  'NumericLessThan',
];
const SUFFIXED = [...OPERATORS, ...OPERATORS.map((name) => `${name}IfExists`), 'Null'];
const QUANTIFIED = [
  'ForAllValues:StringLike',
  'ForAnyValue:StringLike',
  'ForAnyValue:StringNotEquals',
  'StringResembles',
];

const some = (...values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const targets = (values: fc.Arbitrary<string[]>): fc.Arbitrary<Targets> =>
  fc.record({ values, not: fc.constantFrom(false, false, false, true) });

const conditions: fc.Arbitrary<Condition> = fc.record({
  operator: fc.constantFrom(...SUFFIXED, ...QUANTIFIED),
  key: fc.constantFrom(...KEYS),
  values: some(
    ...VALUES,
    'a*',
    '?',
    `?${variable('aws:PrincipalTag/cost center')}`,
    variable('aws:SourceVpc'),
    variable("aws:SourceVpce, 'a'"),
    variable('*'),
  ),
});

const principals: fc.Arbitrary<Principals> = fc.record({
  AWS: some('*', PRINCIPAL.roleArn, PRINCIPAL.account, '444455556666', 'AROADEAD', session('i-0'), session('i-1')),
  Service: fc.constant([]),
  Federated: fc.constant([]),
  CanonicalUser: fc.constant([]),
  not: fc.constantFrom(false, false, false, true),
});

const anonymous = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  actions: targets(some('s3:PutObject', 'S3:Put*', 'kms:Decrypt')),
  resources: targets(some('*', 'logs/*', 'logs/a*', `logs/${variable('aws:SourceVpc')}`, 'other/*')),
  conditions: fc.array(conditions, { maxLength: 2 }),
});

/** Statements of identity policies. */
const identityStatements = anonymous.map((statement): Omit<Statement, 'name'> => statement);
/** Statements of resource policies. */
const resourceStatements = fc
  .tuple(anonymous, principals)
  .map(([statement, named]): Omit<Statement, 'name'> => ({ ...statement, principals: named }));

const policiesOf = (statements: fc.Arbitrary<Omit<Statement, 'name'>>): fc.Arbitrary<Policy> =>
  fc.record({
    version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    statements: fc
      .array(statements, { maxLength: 4 })
      .map((list) => list.map((statement, index) => ({ name: `Statement[${index}]`, ...statement }))),
  });

/** Small policies over few names, so that statements often meet. */
export const identityPolicies = policiesOf(identityStatements);
export const resourcePolicies = policiesOf(resourceStatements);
export const policies = fc.oneof(identityPolicies, resourcePolicies);

/** A request in doubt, with one of the requests that it may turn out to be. */
export interface Doubtful {
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly resource: string;
  readonly sessionName: string;
}

const certain: fc.Arbitrary<ContextValue> = fc.oneof(
  fc.constant<ContextValue>({ is: 'absent' }),
  fc.constantFrom(...VALUES).map((value): ContextValue => ({ is: 'known', values: [value] })),
);
/** What is said of a key, and what is true of it. */
const values: fc.Arbitrary<readonly [ContextValue, ContextValue]> = fc.oneof(
  certain.map((value) => [value, value] as const),
  certain.map((value) => [{ is: 'unknown' } as const, value] as const),
  fc.constantFrom('a', 'ab').map((value) => [anyOf('a*'), known(value)] as const),
  fc.constantFrom('a', 'b').map((value) => [oneOf('a', 'b'), known(value)] as const),
  fc.constantFrom('a', 'ab').map((value) => [oneOf('a', 'a?'), known(value)] as const),
  fc.constantFrom('a', 'ab', '1').map((value) => [oneOf('1', 'a*'), known(value)] as const),
  fc.constantFrom(...VALUES).map((value) => [anyOf('*'), known(value)] as const),
);

/** What is said of a request, and what is true of it. */
export const resolutions: fc.Arbitrary<{ readonly said: Doubtful; readonly truth: Doubtful }> = fc
  .record({
    context: fc.tuple(...KEYS.map(() => values)),
    tag: fc.constantFrom<Spelling>('asKey', 'asFamily', 'asBoth'),
    resource: fc.constantFrom('logs/a', 'logs/ab', 'logs/b', 'logs/1'),
    set: fc.constantFrom('logs/*', 'logs/?*', '*'),
    session: fc.constantFrom('i-0', 'i-1', 'i-2'),
  })
  .map(({ context, tag, resource, set, session: sessionName }) => ({
    said: { context: spelled(contextOf(context.map(([said]) => said)), tag), resource: set, sessionName: 'i-*' },
    truth: { context: contextOf(context.map(([, truth]) => truth)), resource, sessionName },
  }));

/** How a tag is told: by its own key, by its family, or by its own key where the family is said to be something else. */
type Spelling = 'asKey' | 'asFamily' | 'asBoth';

function spelled(context: Doubtful['context'], spelling: Spelling): Doubtful['context'] {
  const { 'aws:PrincipalTag/cost center': tag, ...others } = context;
  if (spelling === 'asFamily') return { ...others, ...(tag && { [FAMILY]: tag }) };
  return spelling === 'asKey' ? context : { ...context, [FAMILY]: known('neither') };
}

/** The request as far as it is told. */
export function requestOf({ context, resource, sessionName }: Doubtful): AccessRequest {
  return { ...request(context), resource, principal: { ...PRINCIPAL, sessionName } };
}

/** As a policy spells a variable. */
export function variable(name: string): string {
  return `\${${name}}`;
}

function session(name: string): string {
  return `arn:aws:sts::${PRINCIPAL.account}:assumed-role/${PRINCIPAL.roleName}/${name}`;
}

function anyOf(pattern: string): ContextValue {
  return { is: 'anyOf', pattern };
}

function oneOf(...patterns: readonly string[]): ContextValue {
  return { is: 'oneOf', values: patterns };
}

function known(value: string): ContextValue {
  return { is: 'known', values: [value] };
}

function contextOf(found: readonly ContextValue[]): Doubtful['context'] {
  return Object.fromEntries(KEYS.map((key, index) => [key, found[index] ?? { is: 'unknown' }]));
}
