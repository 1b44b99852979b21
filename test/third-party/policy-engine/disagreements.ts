import { allow, asking, bucket, policy, silent, variable } from './examples';
import { ACCOUNT, type Document, type Judgement, OTHER_ACCOUNT, type PolicyCase, ROLE } from './policy-case';

/** Where `@cloud-copilot/iam-simulate` and our evaluator part, and AWS's page that decides for ours, or leaves it open. */
export interface Disagreement {
  readonly because: string;
  readonly source: string;
  /** Whether a case holds the construct: whatever else it holds, a difference is put down to this. */
  readonly recognises: (asked: PolicyCase) => boolean;
  /** The smallest case, and what each says of it. */
  readonly example: PolicyCase;
  readonly ours: Judgement;
  readonly theirs: Judgement;
}

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const pathless = `arn:aws:iam::${ACCOUNT}:role/${ROLE.name}`;
const permits = { ours: 'allowed', theirs: 'implicitDeny' } as const;
const refuses = { ours: 'implicitDeny', theirs: 'allowed' } as const;

/** Every known disagreement; one that has gone fails the suite as an unlisted one does. */
export const disagreements: readonly Disagreement[] = [
  {
    because: 'a policy of version 2008-10-17, or of none, takes variables for text',
    source: `${guide}/reference_policies_elements_version.html`,
    recognises: (asked) =>
      documentsOf(asked).some(
        ({ Version, Statement }) => Version !== '2012-10-17' && JSON.stringify(Statement).includes('${'),
      ),
    example: {
      ...asking({}),
      identity: { Statement: [allow({ Resource: `${bucket}/${variable('aws:PrincipalAccount')}` })] },
    },
    ...refuses,
  },
  {
    because: 'IfExists holds for an absent key with ForAnyValue too',
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_IfExists`,
    recognises: conditioned(
      ({ operator, actual }) => /^ForAnyValue:.*IfExists$/.test(operator) && actual === undefined,
    ),
    example: asking({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'team' } }),
    ...permits,
  },
  {
    because: 'an empty text is a null data set to a set operator',
    source: `${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
    recognises: conditioned(
      ({ operator, actual }) =>
        /^For\w+:/.test(operator) && actual !== undefined && [actual].flat().every((one) => one === ''),
    ),
    example: asking(
      { 'ForAllValues:StringEquals': { 'aws:PrincipalTag/team': 'blue' } },
      { 'aws:PrincipalTag/team': '' },
    ),
    ...permits,
  },
  {
    because: 'a date in seconds since 1970 is compared with one of ISO 8601',
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_Date`,
    recognises: conditioned(
      ({ operator, values, actual }) =>
        operator.includes('Date') && [...values, actual].some((one) => /^\d+$/.test(`${one}`)),
    ),
    example: asking({ DateEquals: { 'aws:CurrentTime': '1772323200' } }, { 'aws:CurrentTime': '2026-03-01T00:00:00Z' }),
    ...permits,
  },
  {
    because: 'an address of the other version is not the one that NotIpAddress excepts',
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
    recognises: conditioned(
      ({ operator, values }) => operator.includes('NotIpAddress') && values.some((value) => !value.includes('/')),
    ),
    example: asking({ NotIpAddress: { 'aws:SourceIp': '10.1.2.3' } }, { 'aws:SourceIp': '2001:db8::7' }),
    ...permits,
  },
  {
    because: 'the network of all addresses holds every one: a shift by 32 bits is none in JavaScript',
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
    recognises: conditioned(({ operator, values }) => operator.includes('IpAddress') && values.includes('0.0.0.0/0')),
    example: asking({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '10.1.2.3' }),
    ...permits,
  },
  {
    because: 'a variable in an ARN is resolved before the ARN is taken apart at its colons',
    source: `${guide}/reference_policies_variables.html`,
    recognises: conditioned(
      ({ operator, values }) => operator.includes('Arn') && values.some((value) => /\$\{[^}]*\}.*:/.test(value)),
    ),
    example: asking(
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${variable('aws:PrincipalAccount')}:role/app/*` } },
      { 'aws:PrincipalArn': ROLE.arn, 'aws:PrincipalAccount': ACCOUNT },
    ),
    ...permits,
  },
  {
    because: 'an escaped wildcard in a text that has no wildcards is that character',
    source: `${guide}/reference_policies_variables.html`,
    recognises: conditioned(
      ({ operator, values }) => /String\w*Equals/.test(operator) && values.some((value) => /\$\{[*?$]\}/.test(value)),
    ),
    example: asking({ StringEquals: { 'aws:UserAgent': `a${variable('*')}` } }, { 'aws:UserAgent': 'a*' }),
    ...permits,
  },
  {
    because: 'the unique id that IAM stores in place of a role’s ARN names the role',
    source: `${guide}/reference_policies_elements_principal.html`,
    recognises: (asked) => principalsOf(asked).includes(ROLE.id),
    example: { ...asking({}), identity: silent, resourcePolicy: policy(allow({ Principal: { AWS: ROLE.id } })) },
    ...permits,
  },
  {
    because: 'the default of a variable may hold commas',
    source: `${guide}/reference_policies_variables.html#policy-vars-default-values`,
    recognises: (asked) => documentsOf(asked).some((document) => /\$\{[^},]*, '[^}']*,/.test(JSON.stringify(document))),
    example: {
      ...asking({}),
      resource: `${bucket}/a, b`,
      identity: policy(allow({ Resource: `${bucket}/${variable("aws:PrincipalTag/team, 'a, b'")}` })),
    },
    ...permits,
  },
  {
    because: 'a role’s ARN holds its path, of which the ARN of a session says nothing',
    source: `${guide}/reference_identifiers.html#identifiers-arns`,
    recognises: (asked) => principalsOf(asked).includes(pathless),
    example: { ...asking({}), identity: silent, resourcePolicy: policy(allow({ Principal: { AWS: pathless } })) },
    ...refuses,
  },
  {
    because: 'an account of another partition is another account',
    source: `${guide}/reference-arns.html`,
    recognises: (asked) => principalsOf(asked).includes(`arn:aws-cn:iam::${ACCOUNT}:root`),
    example: {
      ...asking({}),
      resourceAccount: OTHER_ACCOUNT,
      resourcePolicy: policy(allow({ Principal: { AWS: `arn:aws-cn:iam::${ACCOUNT}:root` } })),
    },
    ...refuses,
  },
  {
    because: 'a star that ends a segment of an ARN goes beyond its colon',
    source: `${guide}/reference-arns.html`,
    recognises: (asked) => resourcesOf(asked).some((pattern) => goesBeyond(pattern, asked.resource)),
    example: {
      ...asking({}),
      resource: `${bucket}/a:b:c`,
      identity: policy(allow({ Resource: `${bucket.replace(':::', '*:')}/a:b:c` })),
    },
    ...permits,
  },
];

/** Whether a case holds what AWS leaves open, of which we decide nothing. */
export const isOpen = (asked: PolicyCase) =>
  hasBareSet(asked) || asksBoth(asked) || [principalsOf(asked), wholePrincipals(asked)].flat().includes('*');

// "Multivalued context keys require a condition set operator":
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const hasBareSet = conditioned(({ operator, actual }) => Array.isArray(actual) && !/^(For\w+:|Null$)/.test(operator));

// "might not return the results that you expect":
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
const asksBoth = conditioned(
  ({ operator, values }) =>
    /^(Bool|Null)/.test(operator) && new Set(values.map((value) => value.toLowerCase())).size > 1,
);

// How far a grant to everyone reaches past a boundary.
const wholePrincipals = ({ resourcePolicy }: PolicyCase): readonly unknown[] =>
  (resourcePolicy?.Statement ?? []).map(({ Principal }) => Principal);

function documentsOf({ identity, boundary, resourcePolicy }: PolicyCase): readonly Document[] {
  return [identity, boundary, ...(resourcePolicy ? [resourcePolicy] : [])];
}

function resourcesOf(asked: PolicyCase): readonly string[] {
  return documentsOf(asked).flatMap(({ Statement }) => Statement.flatMap(({ Resource = [] }) => Resource));
}

/** Whether what follows a segment that ends in a star is not the same segment of the resource. */
function goesBeyond(pattern: string, resource: string): boolean {
  const [wanted, given] = [pattern.split(':'), resource.split(':')];
  return wanted.slice(1, 6).some((segment, index) => wanted[index]?.endsWith('*') && segment !== given[index + 1]);
}

interface Conditioned {
  readonly operator: string;
  readonly values: readonly string[];
  readonly actual: string | readonly string[] | undefined;
}

/** Recognises a case by any condition of any of its policies. */
function conditioned(recognises: (condition: Conditioned) => boolean): Disagreement['recognises'] {
  return (asked) => {
    const sent = new Map(Object.entries(asked.context).map(([key, value]) => [key.toLowerCase(), value]));
    return documentsOf(asked)
      .flatMap(({ Statement }) => Statement.flatMap(({ Condition = {} }) => Object.entries(Condition)))
      .some(([operator, keys]) =>
        Object.entries(keys).some(([key, value]) =>
          recognises({ operator, values: [value].flat().map(String), actual: sent.get(key.toLowerCase()) }),
        ),
      );
  };
}

function principalsOf({ resourcePolicy }: PolicyCase): readonly string[] {
  const named = (resourcePolicy?.Statement ?? []).flatMap(({ Principal = [], NotPrincipal = [] }) => [
    Principal,
    NotPrincipal,
  ]);
  return named.flatMap((element) => (typeof element === 'object' && 'AWS' in element ? (element.AWS ?? []) : []));
}
