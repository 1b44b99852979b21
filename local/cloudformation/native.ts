import { AwsError } from '../../handler/aws/aws-error';
import { createBucket, createKey, createLogGroup, createPolicy, createRole, putBucketPolicy } from '../aws/create';
import type { Bucket, World } from '../aws/world';
import { attributes, type Pseudo } from './attributes';
import { asMap, isObject, type Value, type Values } from './template';

/** A resource that is no custom one, with every property resolved. */
export interface Native {
  readonly type: string;
  readonly properties: Values;
  readonly place: Pseudo & { readonly logicalId: string };
  /** Where AWS would invent an id that a story names. */
  readonly id?: string;
}

type Attributes = Readonly<Record<string, string>>;

/**
 * Creates a resource in the world, and returns what `Ref` and `Fn::GetAtt` say of it. What the world has no place for is
 * nothing but its properties, of which EC2 refuses an instance profile that does not exist.
 */
export function createNative(world: World, native: Native): Attributes {
  const create = creators[native.type];
  if (create) return create(world, native);
  checkInstanceProfile(world, native);
  const id = `${native.place.stackName}-${native.place.logicalId}`;
  return { Ref: id, LatestVersionNumber: '1' };
}

const creators: Readonly<Record<string, (world: World, native: Native) => Attributes>> = {
  'AWS::KMS::Key': (world, { properties, place: { accountId: account, region }, id }) => {
    const policy = properties['KeyPolicy'];
    const key = createKey(world, { account, region, policy, ...(id !== undefined && { id }) });
    return { Ref: key.id, Arn: key.arn };
  },
  'AWS::S3::Bucket': (world, { properties, place }) => {
    const { accountId: owner, region, stackName, logicalId } = place;
    const name = text(properties, 'BucketName') ?? `${stackName}-${logicalId}-local`.toLowerCase();
    createBucket(world, { name, owner, region, ...encryptionOf(properties), ...accessOf(properties) });
    return { Ref: name, Arn: `arn:${place.partition}:s3:::${name}` };
  },
  'AWS::S3::BucketPolicy': (world, { properties }) => {
    const name = text(properties, 'Bucket') ?? '';
    putBucketPolicy(world, name, properties['PolicyDocument']);
    return { Ref: name };
  },
  'AWS::Logs::LogGroup': (world, native) => {
    const named = namedAttributes(native);
    const { accountId, region } = native.place;
    createLogGroup(world, accountId, region, named['Ref'] ?? '', text(native.properties, 'KmsKeyId'));
    return named;
  },
  'AWS::IAM::ManagedPolicy': (world, native) => {
    const named = namedAttributes(native);
    const name = named['Ref']?.split('/').at(-1) ?? '';
    const { PolicyDocument: document, Path } = native.properties;
    createPolicy(world, native.place.accountId, name, document, String(Path ?? '/'));
    return named;
  },
  'AWS::IAM::Role': (world, native) => {
    const named = namedAttributes(native);
    const { AssumeRolePolicyDocument: trust, Path, Policies } = native.properties;
    const inline = (Array.isArray(Policies) ? Policies : []).map((policy) => asMap(policy, 'Policies'));
    const input = {
      RoleName: named['Ref'] ?? '',
      Path: String(Path ?? '/'),
      AssumeRolePolicyDocument: JSON.stringify(trust),
    };
    createRole(world, native.place.accountId, input, {
      inline: Object.fromEntries(inline.map(({ PolicyName, PolicyDocument }) => [String(PolicyName), PolicyDocument])),
    });
    return named;
  },
};

const text = (properties: Values, name: string) => {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
};

/** What follows from its name. */
function namedAttributes({ type, properties, place }: Native): Attributes {
  const known = attributes[type]?.((property) => text(properties, property), place);
  if (!known) throw new Error(`Nothing follows from the name of a ${type}`);
  return known;
}

function encryptionOf({ BucketEncryption }: Values): Pick<Bucket, 'encryption'> | undefined {
  if (BucketEncryption === undefined) return undefined;
  const [rule] = asMap(BucketEncryption, 'BucketEncryption')['ServerSideEncryptionConfiguration'] as readonly Value[];
  const { BucketKeyEnabled, ServerSideEncryptionByDefault } = asMap(rule, 'ServerSideEncryptionConfiguration');
  const { SSEAlgorithm, KMSMasterKeyID } = asMap(ServerSideEncryptionByDefault, 'ServerSideEncryptionByDefault');
  const key = KMSMasterKeyID === undefined ? {} : { kmsMasterKeyId: String(KMSMasterKeyID) };
  const algorithm = SSEAlgorithm === 'aws:kms' ? 'aws:kms' : 'AES256';
  return { encryption: { algorithm, bucketKeyEnabled: BucketKeyEnabled === true, ...key } };
}

function accessOf({ OwnershipControls, PublicAccessBlockConfiguration: block }: Values): Partial<Bucket> {
  const blocks = (name: string) => isObject(block) && String(block[name]) === 'true';
  const publicAccessBlock = {
    blockPublicAcls: blocks('BlockPublicAcls'),
    blockPublicPolicy: blocks('BlockPublicPolicy'),
    ignorePublicAcls: blocks('IgnorePublicAcls'),
    restrictPublicBuckets: blocks('RestrictPublicBuckets'),
  };
  const owned = ownerships.find((ownership) => JSON.stringify(OwnershipControls ?? '').includes(`"${ownership}"`));
  return { ...(block !== undefined && { publicAccessBlock }), ...(owned && { ownership: owned }) };
}

const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;

// An instance names its profile itself, a launch template in its data.
function checkInstanceProfile(world: World, { properties, place }: Native): void {
  const { IamInstanceProfile } = { ...properties, ...dataOf(properties) };
  if (IamInstanceProfile === undefined) return;
  const name = isObject(IamInstanceProfile) ? IamInstanceProfile['Name'] : IamInstanceProfile;
  if (typeof name === 'string' && world.accounts[place.accountId]?.instanceProfiles[name.toLowerCase()]) return;
  const problem = `Value (${String(name)}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`;
  throw new AwsError('InvalidParameterValue', 400, problem);
}

const dataOf = ({ LaunchTemplateData: data }: Values): Values => (isObject(data) ? data : {});
