import type { Grant } from '../../local/aws/world';
import type { Terms } from './verification-terms';

const allow = (Action: readonly string[], rest: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...rest });
const everything = allow(['*']);
const without = (...NotAction: readonly string[]) => ({ Effect: 'Allow', NotAction, Resource: '*' });
const outsideVpce = { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } };

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
  throughVpce: [everything, { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: outsideVpce }],
  rolesOfPath: [allow(['*'], { Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/session-manager/*' } } })],
} as const;

/** Policies in ManagedPolicyArns. */
export const furtherPolicies = {
  none: [],
  inert: [allow(['ec2:DescribeInstances'])],
  deniesUploads: [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
  deniesElsewhere: [{ Effect: 'Deny', Action: 's3:PutObject', NotResource: ['arn:aws:s3:::*'] }],
  deniesOutsideVpce: [{ Effect: 'Deny', Action: 'kms:*', Resource: '*', Condition: outsideVpce }],
} as const;

interface Network {
  /** What every request of the instance itself carries. */
  readonly sent: Readonly<Record<string, string>>;
  /** Of that, what the template says in ContextEntries. */
  readonly told: readonly string[];
}

const endpoint = { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-1', 'aws:VpcSourceIp': '10.0.0.7' };
const address = { 'aws:SourceIp': '203.0.113.7' };

/** How instances reach AWS. */
export const networks = {
  public: { sent: address, told: [] },
  toldPublic: { sent: address, told: ['aws:SourceIp'] },
  endpoint: { sent: endpoint, told: [] },
  toldEndpoint: { sent: endpoint, told: ['aws:SourceVpce', 'aws:SourceVpc'] },
  otherEndpoint: { sent: { ...endpoint, 'aws:SourceVpce': 'vpce-9' }, told: ['aws:SourceVpce'] },
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
