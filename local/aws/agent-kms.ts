import { AwsError } from '../../handler/aws/aws-error';
import { keyRequest } from './access';
import { authorize } from './authorize';
import { keyNamed, refuseMissing } from './kms';
import type { Context } from './naive-policy';
import { type Caller, resolveCaller } from './sessions';
import type { World } from './world';

/** Which key is used, and through whom. */
export interface KeyUse {
  readonly region: string;
  /** Id, alias or ARN; without an ARN it is a key of the caller's own account. */
  readonly keyId: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** The service that asks KMS on the caller's behalf. */
  readonly viaService?: string;
  /** What a request straight from the instance carries, and one of a service on its behalf does not. */
  readonly connection?: Context;
}

/** One use of a key by a role: what KMS checks before it decrypts or makes a data key. Returns the key's ARN. */
export function useKey(
  world: World,
  accessKeyId: string,
  action: 'kms:Decrypt' | 'kms:GenerateDataKey',
  use: KeyUse,
): string {
  const caller = resolveCaller(world, accessKeyId, use.region, 0);
  const key = keyNamed(world, caller, use.keyId) ?? refuseMissing(use.keyId);
  authorize(world, caller, keyRequest(key, action, useContext(caller, use)));
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
  if (key.state === 'Disabled') throw new AwsError('Disabled', 400, `${key.arn} is disabled.`);
  if (key.state !== 'Enabled' && key.state !== 'Updating')
    throw new AwsError('KMSInvalidState', 400, `${key.arn} is pending: ${key.state}.`);
  if (key.usage !== 'ENCRYPT_DECRYPT' || key.spec !== 'SYMMETRIC_DEFAULT') {
    throw new AwsError('InvalidKeyUsage', 400, `${key.arn} is not a symmetric encryption key.`);
  }
  return key.arn;
}

/** What a use of a key carries. */
export function useContext(
  { account }: Caller,
  { encryptionContext, viaService, connection }: Omit<KeyUse, 'keyId'>,
): Context {
  const entries = Object.entries(encryptionContext);
  return {
    'kms:CallerAccount': account,
    'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
    'kms:EncryptionContextKeys': entries.map(([name]) => name),
    ...Object.fromEntries(entries.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    ...(viaService === undefined ? {} : { 'kms:ViaService': viaService, 'aws:ViaAWSService': 'true' }),
    ...connection,
  };
}

/** Decrypts with the session's key, as the agent does when it answers the handshake. */
export function decryptAs(world: World, accessKeyId: string, use: KeyUse): string {
  return useKey(world, accessKeyId, 'kms:Decrypt', use);
}
