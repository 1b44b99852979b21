import { APPLICATION_ACCOUNT, REGION } from '../../local/two-accounts';
import { bucketArn, INSTANCE, NAMESAKE, ORGANIZATION, ROLE, roleArn, type Terms } from './verification-terms';

const sse = 's3:x-amz-server-side-encryption';
const s3Context = 'kms:EncryptionContext:aws:s3:arn';
const endpointOf = (service: string) => ({ 'aws:SourceVpce': `vpce-${service}` });

/** When a statement applies, in words. */
export const conditions = {
  always: () => ({}),
  thisRole: () => ({ ArnEquals: { 'aws:PrincipalArn': roleArn(ROLE) } }),
  rolesOfPath: () => ({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/session-manager/*' } }),
  otherRoles: () => ({ ArnNotLike: { 'aws:PrincipalArn': roleArn('app-*') } }),
  namesake: () => ({ StringLike: { 'aws:PrincipalArn': `*/${NAMESAKE}` } }),
  members: () => ({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  strangers: () => ({ StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  plainHttp: () => ({ Bool: { 'aws:SecureTransport': 'false' } }),
  throughS3Endpoint: () => ({ StringEquals: endpointOf('s3') }),
  outsideS3Endpoint: () => ({ StringNotEqualsIfExists: endpointOf('s3') }),
  throughKmsEndpoint: () => ({ StringEquals: endpointOf('kms') }),
  outsideKmsEndpoint: () => ({
    StringNotEqualsIfExists: endpointOf('kms'),
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  }),
  thisInstance: () => ({ StringLike: { 'aws:userid': `*:${INSTANCE}` } }),
  notInstances: () => ({ StringNotLike: { 'aws:userid': '*:i-*' } }),
  taggedForUse: () => ({ StringEquals: { 'aws:PrincipalTag/Purpose': 'Sessions' } }),
  outsideVpc: () => ({
    StringNotEquals: { 'aws:SourceVpc': 'vpc-1' },
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  }),
  otherAddresses: () => ({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
  otherInstances: () => ({
    ArnNotLike: { 'ec2:SourceInstanceArn': `arn:aws:ec2:*:${APPLICATION_ACCOUNT}:instance/*` },
  }),
  noCredentialsOfEc2: () => ({ Null: { 'ec2:SourceInstanceArn': 'true' } }),
  otherOwners: () => ({ StringNotEqualsIfExists: { 'aws:ResourceOrgID': ORGANIZATION } }),
  untagged: () => ({ Null: { 'aws:PrincipalTag/team': 'true' } }),
  inParts: () => ({ Bool: { 's3:ObjectCreationOperation': 'false' } }),
  overwriting: () => ({ Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } }),
  otherPairs: () => ({ StringEquals: { 'kms:EncryptionContext:team': 'a' } }),
  oldTls: () => ({ NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  otherAcl: () => ({ StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }),
  notKms: () => ({ StringNotEquals: { [sse]: 'aws:kms' } }),
  notAes: () => ({ StringNotEqualsIfExists: { [sse]: 'AES256' } }),
  notEncrypted: () => ({ Null: { [sse]: 'true' } }),
  otherKey: ({ keyArn }: Terms) => ({ StringNotEquals: { [`${sse}-aws-kms-key-id`]: keyArn } }),
  viaS3: () => ({ StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } }),
  viaEc2: () => ({ StringLike: { 'kms:ViaService': 'ec2.*' } }),
  forBucket: (terms: Terms) => ({ StringEquals: { [s3Context]: bucketArn(terms) } }),
  forObjects: (terms: Terms) => ({ StringLike: { [s3Context]: `${bucketArn(terms)}/*` } }),
  forLogs: (terms: Terms) => ({ StringLike: { [s3Context]: `${bucketArn(terms)}*` } }),
  callers: () => ({ StringEquals: { 'kms:CallerAccount': APPLICATION_ACCOUNT } }),
  forInstances: () => ({ StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-*' } }),
  forHybrid: () => ({ StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': 'mi-*' } }),
} as const;
