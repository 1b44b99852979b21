/** An answer to one operation, as it might come over the wire. */
export interface Given {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const iam = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"';
const s3 = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** Answers as AWS gives them. */
export const sound = {
  role: {
    ...{ service: 'iam', operation: 'GetRole', input: { RoleName: 'app' } },
    body:
      `<GetRoleResponse ${iam}><GetRoleResult><Role><Path>/</Path><RoleName>app</RoleName>` +
      '<RoleId>AROAAPPAPPAPPAPPAPP</RoleId><Arn>arn:aws:iam::111122223333:role/app</Arn>' +
      '<CreateDate>2030-01-02T03:04:05Z</CreateDate><MaxSessionDuration>3600</MaxSessionDuration>' +
      '<Tags><member><Key>a</Key><Value></Value></member></Tags></Role></GetRoleResult>' +
      '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetRoleResponse>',
  },
  refusal: {
    ...{ service: 'iam', operation: 'GetRole', input: { RoleName: 'app' }, status: 404 },
    body:
      `<ErrorResponse ${iam}><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>None</Message></Error>` +
      '<RequestId>r</RequestId></ErrorResponse>',
  },
  list: {
    ...{ service: 'iam', operation: 'ListRolePolicies', input: { RoleName: 'app' } },
    body:
      `<ListRolePoliciesResponse ${iam}><ListRolePoliciesResult><PolicyNames><member>a</member></PolicyNames>` +
      '<IsTruncated>false</IsTruncated></ListRolePoliciesResult>' +
      '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListRolePoliciesResponse>',
  },
  key: {
    ...{ service: 'kms', operation: 'DescribeKey', input: { KeyId: 'k' } },
    body: '{"KeyMetadata":{"KeyId":"k","CreationDate":1893553445,"Enabled":true,"KeyState":"Enabled"}}',
  },
  grants: {
    ...{ service: 'kms', operation: 'ListGrants', input: { KeyId: 'k' } },
    body: '{"Grants":[{"GrantId":"g","Constraints":{"EncryptionContextSubset":{"a":"b"}}}],"Truncated":false}',
  },
  'refused document': {
    ...{ service: 'ssm', operation: 'GetDocument', input: { Name: 'none' }, status: 400 },
    body: '{"__type":"InvalidDocument","Message":"None"}',
  },
  'refused key': {
    ...{ service: 'kms', operation: 'DescribeKey', input: { KeyId: 'k' }, status: 400 },
    body: '{"__type":"NotFoundException","message":"None"}',
  },
  bucket: {
    ...{ service: 's3', operation: 'GetBucketOwnershipControls', input: { Bucket: 'logs' } },
    headers: { 'x-amz-request-id': 'r' },
    body:
      `<OwnershipControls ${s3}><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>` +
      '<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>',
  },
  'refused bucket': {
    ...{ service: 's3', operation: 'GetBucketOwnershipControls', input: { Bucket: 'logs' }, status: 403 },
    body: '<Error><Code>AccessDenied</Code><Message>No</Message><RequestId>r</RequestId></Error>',
  },
} satisfies Readonly<Record<string, Given>>;

const role = 'GetRoleResponse.Role';
const key = 'DescribeKeyResponse.KeyMetadata';
const subset = 'ListGrantsResponse.Grants[].Constraints.EncryptionContextSubset';
const rule = 'OwnershipControls.Rules';

/** What to put in the place of what in one of those bodies, and what there is to say of it then. */
export const bent: readonly (readonly [of: keyof typeof sound, what: string, instead: string, problem: string])[] = [
  ['role', '</Role>', '<Colour>red</Colour></Role>', `${role}.Colour is unknown`],
  ['role', '<Path>/</Path>', '', `${role}.Path is missing`],
  ['role', '</Role>', '<Tags></Tags></Role>', `${role}.Tags comes 2 times`],
  ['role', '<Value></Value>', '<Value></Value><Colour/>', `${role}.Tags[].Colour is unknown`],
  ['role', '<member><Key>a</Key><Value></Value></member>', '<Tag/>', `${role}.Tags has an item named Tag`],
  ['role', '>app<', '>a b<', `${role}.RoleName does not match [\\w+=,.@-]+: a b`],
  ['role', '3600', '43201', `${role}.MaxSessionDuration is more than 43200: 43201`],
  ['role', 'AROAAPPAPPAPPAPPAPP', 'AROA', `${role}.RoleId is less than 16: AROA`],
  ['role', '02T03', '02 03', `${role}.CreateDate is no timestamp: 2030-01-02 03:04:05Z`],
  [
    'role',
    ` ${iam}`,
    '',
    'the root is GetRoleResponse, not {https://iam.amazonaws.com/doc/2010-05-08/}GetRoleResponse',
  ],
  ['role', '<RequestId>r</RequestId>', '', "ResponseMetadata holds [], not ['RequestId']"],
  ['refusal', 'Sender', 'Receiver', "the fault is the Receiver's, with status 404"],
  ['refusal', 'NoSuchEntity', 'ServiceFailure', 'the status is 404, where the model says 500'],
  ['refusal', '<Type>Sender</Type><Code>', '<Code>', "the fault is the None's, with status 404"],
  ['list', '>false<', '>no<', 'ListRolePoliciesResponse.IsTruncated is no boolean: no'],
  ['list', '>a<', '>a<b/><', 'ListRolePoliciesResponse.PolicyNames[] holds elements'],
  ['key', 'true', '"true"', `${key}.Enabled is no boolean: true`],
  ['key', '"Enabled":true', '"Colour":"red"', `${key}.Colour is unknown`],
  ['key', '"KeyState":"Enabled"', '"KeyState":"enabled"', `${key}.KeyState has no such value: enabled`],
  ['key', '1893553445', '"2030-01-02T03:04:05Z"', `${key}.CreationDate is no timestamp: 2030-01-02T03:04:05Z`],
  ['grants', '"b"', '1', `${subset}.a is no string: 1`],
  ['refused key', '"message"', '"reason"', "the refusal has ['__type', 'reason']"],
  ['refused key', '"message"', '"Message"', "the refusal has ['Message', '__type']"],
  ['refused document', '"Message"', '"message"', "the refusal has ['__type', 'message']"],
  ['bucket', '<Rule>', '<Rule><Colour/>', `${rule}.Colour is unknown`],
  [
    'bucket',
    ` ${s3}`,
    '',
    'the root is OwnershipControls, not {http://s3.amazonaws.com/doc/2006-03-01/}OwnershipControls',
  ],
  [
    'refused bucket',
    '<Error>',
    `<Error ${s3}>`,
    'the root is {http://s3.amazonaws.com/doc/2006-03-01/}Error, not Error',
  ],
  ['refused bucket', '<RequestId>r</RequestId>', '', "the refusal has ['Code', 'Message']"],
];
