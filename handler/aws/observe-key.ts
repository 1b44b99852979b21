import type { KeyMetadata, ObservedKey } from '../core/access/observed';
import { parseArn } from '../core/arn';
import { absent, forbidden, present, type Seen } from '../core/seen';
import type { Call, Caller } from './operations';
import type { Reader, ReaderOf } from './readers';
import { seen } from './seen';

/** What KMS says of a key that is named as its user names it: by ARN, or by an id or alias of the function's account. */
export async function observeKey(
  call: Call,
  readerOf: ReaderOf,
  { keyId, region }: { readonly keyId: string; readonly region: string },
): Promise<ObservedKey> {
  const arn = parseArn(keyId);
  if (arn !== undefined && arn.region !== region) return notAsked(keyId, region);
  const reader = await readerOf(arn?.account);
  const caller = reader.at(region);
  if (arn?.resource.startsWith('key/')) {
    const [metadata, policy] = await Promise.all([
      describe(call, caller, keyId),
      keyPolicy(call, caller, reader, keyId),
    ]);
    return { keyId, metadata, policy };
  }
  // GetKeyPolicy takes no alias.
  const metadata = await describe(call, caller, keyId);
  if (metadata.state !== 'present') return { keyId, metadata, policy: metadata };
  return { keyId, metadata, policy: await keyPolicy(call, caller, reader, metadata.value.arn) };
}

// Its ARN says all there is to say, and the Region may not even exist.
function notAsked(keyId: string, region: string): ObservedKey {
  const nothing = forbidden('kms:DescribeKey', `not asked: the key lies outside ${region}`);
  return { keyId, metadata: nothing, policy: nothing };
}

function describe(call: Call, caller: Caller, KeyId: string): Promise<Seen<KeyMetadata>> {
  return seen('kms:DescribeKey', async () => {
    const { KeyMetadata: metadata } = await call('kms:DescribeKey', { KeyId }, caller);
    if (metadata?.Arn === undefined) return absent;
    return present({
      arn: metadata.Arn,
      state: metadata.KeyState ?? '',
      spec: metadata.KeySpec ?? '',
      usage: metadata.KeyUsage ?? '',
      managedBy: metadata.KeyManager ?? '',
    });
  });
}

async function keyPolicy(call: Call, caller: Caller, reader: Reader, KeyId: string): Promise<Seen<string>> {
  if (reader.sees === 'guest') {
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html: cross-account use: no.
    return forbidden('kms:GetKeyPolicy', `only its own account may read it, and ${reader.because}`);
  }
  return seen('kms:GetKeyPolicy', async () => {
    const { Policy } = await call('kms:GetKeyPolicy', { KeyId, PolicyName: 'default' }, caller);
    return Policy === undefined ? absent : present(Policy);
  });
}
