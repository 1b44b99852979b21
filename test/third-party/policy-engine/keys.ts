import { variable } from './examples';
import { ACCOUNT, OTHER_ACCOUNT, REGION, ROLE } from './policy-case';

/** A condition key: how it is compared, what a request may carry, and what else a policy may expect. */
export interface Key {
  readonly name: string;
  readonly type: 'String' | 'Arn' | 'Numeric' | 'Date' | 'Bool' | 'IpAddress';
  /** The key has several values. */
  readonly multivalued?: true;
  /** Actions that carry it, where not all do. */
  readonly only?: RegExp;
  readonly sent: readonly string[];
  /** Patterns, near misses and variables. */
  readonly expected: readonly string[];
  /** What differs from a value in case alone. */
  readonly cased?: readonly string[];
}

const key = (
  type: Key['type'],
  name: string,
  sent: readonly string[],
  expected: readonly string[],
  rest: Partial<Key> = {},
): Key => ({ type, name, sent, expected, ...rest });

const day = '2026-03-01';
/** The session's team, or blue. */
export const TEAM = variable("aws:PrincipalTag/team, 'blue'");

/** Keys that a request may carry or not. */
export const SENT_KEYS: readonly Key[] = [
  key('String', 'aws:PrincipalTag/team', ['blue', 'red'], ['b*', '*', 'gr?en', 'b?ue'], { cased: ['Blue'] }),
  key('String', 'aws:RequestTag/team', ['blue', 'red'], [TEAM, `${TEAM}*`, 'r?d', `x-${TEAM}`], { cased: ['BLUE'] }),
  key('String', 'aws:PrincipalOrgID', ['o-alpha', 'o-beta'], ['o-*', 'o-gamma', '?-beta']),
  key('String', 'aws:SourceVpce', ['vpce-1', 'vpce-2'], ['vpce-?', 'vpce-3'], { cased: ['VPCE-1'] }),
  key('String', 's3:x-amz-acl', ['private', 'public-read'], ['p*', 'public-*'], { only: /^s3:PutObject$/ }),
  key('String', 'kms:ViaService', [`s3.${REGION}.amazonaws.com`], [`logs.${REGION}.amazonaws.com`, 's3.*'], {
    only: /^kms:/,
  }),
  key(
    'Arn',
    'aws:SourceArn',
    ['arn:aws:s3:::session-logs', `arn:aws:sns:${REGION}:${ACCOUNT}:topic/a:b`],
    ['arn:aws:s3:::session-*', `arn:aws:sns:*:${ACCOUNT}:topic/*`, 'arn:aws:s?s:*:*:topic/?:b', 'arn:aws:s3:*:*:other'],
  ),
  key('Numeric', 'aws:MultiFactorAuthAge', ['30', '3600'], ['30.0', '300', '-1', '3600.5']),
  key('Numeric', 's3:signatureAge', ['1000', '600000'], ['0', '600000', '1000.0'], { only: /^s3:/ }),
  key(
    'Date',
    'aws:CurrentTime',
    [`${day}T00:00:00Z`, '2026-09-01T12:30:00Z'],
    [day, `${day}T01:00:00+01:00`, '2026-09-01T12:30:00.000Z', '2027-01-01T00:00:00Z', '1772323200'],
  ),
  key('Date', 'aws:TokenIssueTime', ['2026-02-28T23:59:59Z', `${day}T00:00:00Z`], [day, '2025-01-01T00:00:00Z']),
  key('Bool', 'aws:MultiFactorAuthPresent', ['true', 'false'], ['True', 'FALSE']),
  key(
    'IpAddress',
    'aws:SourceIp',
    ['10.1.2.3', '192.0.2.1', '2001:db8::7'],
    ['10.0.0.0/8', '192.0.2.0/31', '2001:db8::/32', '0.0.0.0/0', '10.1.2.3/32'],
  ),
  key('String', 'aws:PrincipalOrgPaths', ['o-alpha/r-1/ou-1/', 'o-beta/r-2/'], ['o-alpha/*', 'o-?eta/r-2/'], {
    multivalued: true,
  }),
  key('String', 'aws:TagKeys', ['team', 'stage'], ['t*', 'owner', 'team?'], { multivalued: true, cased: ['Team'] }),
];

/** Keys that every request carries, with what a policy may expect beside their one value. */
export const SESSION_KEYS: readonly Key[] = [
  key(
    'Arn',
    'aws:PrincipalArn',
    [ROLE.arn],
    [
      `arn:aws:iam::${ACCOUNT}:role/*`,
      'arn:aws:iam::*:role/app/session-?ole',
      `arn:aws:iam::${variable('aws:PrincipalAccount')}:role/app/*`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role/*`,
      ROLE.sessionArn,
    ],
  ),
  key('String', 'aws:PrincipalAccount', [ACCOUNT], [OTHER_ACCOUNT, '1111*', variable('aws:ResourceAccount')]),
  key('String', 'aws:ResourceAccount', [ACCOUNT, OTHER_ACCOUNT], [variable('aws:PrincipalAccount')]),
  key('String', 'aws:PrincipalType', ['AssumedRole'], ['User', 'Assumed*'], { cased: ['assumedrole'] }),
  key(
    'String',
    'aws:userid',
    [`${ROLE.id}:${ROLE.sessionName}`],
    [`${ROLE.id}:*`, `*${variable('aws:RequestedRegion')}`],
  ),
  key('String', 'aws:RequestedRegion', [REGION], ['eu-*', 'us-east-1'], { cased: ['EU-Central-1'] }),
  key('Bool', 'aws:SecureTransport', ['true'], ['false', 'TRUE']),
  key('Bool', 'aws:ViaAWSService', ['false'], ['true', 'False']),
];
