import type { Grant } from '../../local/aws/world';
import type { Terms } from './verification-terms';

const allow = (Action: readonly string[], rest: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...rest });
const everything = allow(['*']);
const without = (...NotAction: readonly string[]) => ({ Effect: 'Allow', NotAction, Resource: '*' });
const endpoints = {
  s3: 'vpce-s3',
  kms: 'vpce-kms',
  logs: 'vpce-logs',
  ssm: 'vpce-ssm',
  ssmmessages: 'vpce-ssmmessages',
};
const outside = (endpoint: string) => ({
  StringNotEqualsIfExists: { 'aws:SourceVpce': endpoint },
  Bool: { 'aws:ViaAWSService': 'false' },
});
const denyOutside = (endpoint: string, Action: string) => [
  { Effect: 'Deny', Action, Resource: '*', Condition: outside(endpoint) },
];

/** Permissions boundaries beside the deployed one. */
export const boundaries = {
  deployed: [],
  everything: [everything],
  withoutDecrypt: [without('kms:Decrypt')],
  withoutAcl: [without('s3:PutObjectAcl')],
  withoutEncryption: [without('s3:GetEncryptionConfiguration')],
  withoutGroups: [without('logs:DescribeLogGroups')],
  withoutEvents: [without('logs:PutLogEvents')],
  withoutStreams: [without('logs:CreateLogStream')],
  s3ThroughEndpoint: [everything, ...denyOutside(endpoints.s3, 's3:*')],
  allThroughS3Endpoint: [everything, ...denyOutside(endpoints.s3, '*')],
  rolesOfPath: [allow(['*'], { Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/session-manager/*' } } })],
} as const;

/** Policies in ManagedPolicyArns. */
export const furtherPolicies = {
  none: [],
  inert: [allow(['ec2:DescribeInstances'])],
  deniesUploads: [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
  deniesElsewhere: [{ Effect: 'Deny', Action: 's3:PutObject', NotResource: ['arn:aws:s3:::*'] }],
  deniesOutsideEndpoint: denyOutside(endpoints.kms, 'kms:*'),
} as const;

/** How instances reach AWS. */
export interface Network {
  /** What every request of the instance itself carries. */
  readonly sent: Readonly<Record<string, string>>;
  /** Of that, what the template says in ContextEntries. */
  readonly told: readonly string[];
  /** The endpoint of each service. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** The services whose endpoint the template says. */
  readonly toldEndpoints?: readonly string[];
}

const vpc = { 'aws:SourceVpc': 'vpc-1', 'aws:VpcSourceIp': '10.0.0.7' };
const address = { 'aws:SourceIp': '203.0.113.7' };

export const networks = {
  public: { sent: address, told: [] },
  toldPublic: { sent: address, told: ['aws:SourceIp'] },
  endpoints: { sent: vpc, endpoints, told: [] },
  toldEndpoints: { sent: vpc, endpoints, told: ['aws:SourceVpc'], toldEndpoints: Object.keys(endpoints) },
  toldS3Endpoint: { sent: vpc, endpoints, told: [], toldEndpoints: ['s3'] },
  otherEndpoints: {
    sent: vpc,
    endpoints: { ...endpoints, s3: 'vpce-8', kms: 'vpce-9' },
    told: [],
    toldEndpoints: ['s3', 'kms'],
  },
} as const satisfies Record<string, Network>;

const both: Grant['operations'] = ['Decrypt', 'GenerateDataKey'];

/** Grants on the bucket's key. */
export const grants = {
  none: () => undefined,
  uses: () => ({ operations: both }),
  dataKeys: () => ({ operations: ['GenerateDataKey'] }),
  forBucket: ({ bucket }) => ({
    operations: both,
    encryptionContextEquals: { 'AWS:S3:ARN': `arn:aws:s3:::${bucket}` },
  }),
  forAnother: () => ({ operations: both, encryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::another' } }),
  onBehalf: () => ({ operations: both, sourceArn: 'arn:aws:backup:eu-west-1:444455556666:backup-vault:logs' }),
  forInstances: () => ({ operations: both, encryptionContextSubset: { 'aws:ssm:TargetId': 'i-0123456789abcdef0' } }),
} as const satisfies Record<
  string,
  (terms: Terms) => (Omit<Partial<Grant>, 'operations'> & Pick<Grant, 'operations'>) | undefined
>;
