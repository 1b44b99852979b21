import { createHash } from 'node:crypto';
import type { CustomerMasterKeySpec, KeyMetadata, KeySpec } from '@aws-sdk/client-kms';
import { AwsError } from '../../handler/aws/aws-error';
import { renderPrincipals } from './policy-documents';
import { required, type Scope, type Services } from './service';
import type { Key, World } from './world';

/** Keys as KMS shows them; the key policy was asked when the call was authorised. */
export const keys = {
  'kms:DescribeKey'(world, scope, input, now) {
    const key = keyNamed(world, scope, required(input.KeyId, 'keyId')) ?? refuseMissing(input.KeyId);
    return {
      KeyMetadata: {
        AWSAccountId: key.account,
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: new Date(now),
        Enabled: key.state === 'Enabled',
        KeyUsage: key.usage,
        KeyState: key.state,
        KeyManager: key.manager,
        // The world keeps the spec as text; the SDK has it as an enumeration.
        KeySpec: key.spec as KeySpec,
        CustomerMasterKeySpec: key.spec as CustomerMasterKeySpec,
        Description: '',
        MultiRegion: key.multiRegion,
        ...materialOf(key),
        ...(key.state === 'PendingDeletion' ? { DeletionDate: new Date(now + waitingPeriod) } : {}),
      },
    };
  },
  'kms:GetKeyPolicy'(world, scope, input) {
    const { PolicyName = 'default' } = input;
    const key = keyNamed(world, scope, required(input.KeyId, 'keyId')) ?? refuseMissing(input.KeyId);
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html: an id or a key's ARN, no alias.
    if (/^(arn:.*:)?alias\//.test(input.KeyId ?? '')) refuseMissing(input.KeyId);
    if (PolicyName !== 'default') throw new AwsError('NotFound', 400, `Key '${key.arn}' has no policy ${PolicyName}`);
    return { Policy: renderPrincipals(world, key.policy), PolicyName };
  },
} satisfies Partial<Services>;

/** A key by id or alias in the caller's own account and Region, or by ARN in any account of that Region. */
export function keyNamed(world: World, scope: Scope, name: string): Key | undefined {
  const [, , , region, account, resource] = name.startsWith('arn:') ? name.split(':') : [];
  if (name.startsWith('arn:') && !/^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/[^:]+$/.test(name)) {
    throw new AwsError('InvalidArn', 400, `Invalid arn ${name}`);
  }
  if (region === undefined) return keyOf(world, scope.account, scope.region, name);
  if (region !== scope.region) throw new AwsError('NotFound', 400, `Invalid arn ${region}`);
  return keyOf(world, account ?? '', region, (resource ?? '').replace(/^key\//, ''));
}

/** KMS's answer for a key that is not there. */
export function refuseMissing(name: string | undefined): never {
  throw new AwsError('NotFound', 400, `Key '${name}' does not exist`);
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
function materialOf({
  arn,
  state,
  spec,
}: Key): Pick<KeyMetadata, 'Origin' | 'EncryptionAlgorithms' | 'CurrentKeyMaterialId'> {
  if (state === 'PendingImport') return { Origin: 'EXTERNAL' };
  if (spec !== 'SYMMETRIC_DEFAULT') return { Origin: 'AWS_KMS' };
  const CurrentKeyMaterialId = createHash('sha256').update(arn).digest('hex');
  return { Origin: 'AWS_KMS', EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'], CurrentKeyMaterialId };
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html: 30 days unless fewer are asked for.
const waitingPeriod = 30 * 24 * 60 * 60 * 1000;

function keyOf(world: World, account: string, region: string, idOrAlias: string): Key | undefined {
  const found = world.accounts[account];
  const arn = idOrAlias.startsWith('alias/')
    ? found?.aliases[`${region}/${idOrAlias}`]
    : `arn:${world.partition}:kms:${region}:${account}:key/${idOrAlias}`;
  return arn === undefined ? undefined : found?.keys[arn];
}
