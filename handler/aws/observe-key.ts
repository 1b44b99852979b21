import type { GrantListEntry } from '@aws-sdk/client-kms';
import type { KeyGrant, KeyMetadata, ObservedKey } from '../core/access/observed';
import { parseArn } from '../core/arn';
import { absent, forbidden, present, type Seen } from '../core/seen';
import type { Call, Caller } from './operations';
import type { Reader, ReaderOf } from './readers';
import { seen } from './seen';

/** A key as its user names it: by ARN, or by an id or alias of the function's account. */
export interface NamedKey {
  readonly keyId: string;
  /** Where it is looked up. */
  readonly region: string;
  /** ARNs of the principals whose grants matter: the role and its account; absent while the role does not exist. */
  readonly grantees?: readonly string[];
}

/** What KMS says of a key: its state, its policy, and what it is granted beside. */
export async function observeKey(call: Call, readerOf: ReaderOf, named: NamedKey): Promise<ObservedKey> {
  const { keyId, region } = named;
  const arn = parseArn(keyId);
  if (arn !== undefined && arn.region !== region) return notAsked(keyId, region);
  const reader = await readerOf(arn?.account);
  const caller = reader.at(region);
  if (arn?.resource.startsWith('key/')) {
    const [metadata, rights] = await Promise.all([
      describe(call, caller, keyId),
      rightsOn(call, caller, reader, { ...named, keyId }),
    ]);
    return { keyId, metadata, ...rights };
  }
  // GetKeyPolicy takes no alias.
  const metadata = await describe(call, caller, keyId);
  if (metadata.state !== 'present') return { keyId, metadata, policy: metadata };
  return { keyId, metadata, ...(await rightsOn(call, caller, reader, { ...named, keyId: metadata.value.arn })) };
}

async function rightsOn(
  call: Call,
  caller: Caller,
  reader: Reader,
  { keyId, grantees }: NamedKey,
): Promise<Pick<ObservedKey, 'policy' | 'grants'>> {
  const [policy, grants] = await Promise.all([
    keyPolicy(call, caller, reader, keyId),
    // To a role that does not exist nobody can grant anything.
    grantees === undefined ? notOnCreate : grantsTo(call, caller, reader, { keyId, grantees }),
  ]);
  return { policy, grants };
}

const notOnCreate = forbidden('kms:ListGrants', 'kms:ListGrants is asked on an Update alone');

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

async function grantsTo(
  call: Call,
  caller: Caller,
  reader: Reader,
  { keyId, grantees }: { readonly keyId: string; readonly grantees: readonly string[] },
): Promise<Seen<readonly KeyGrant[]>> {
  if (reader.sees === 'guest') return forbidden('kms:ListGrants', reader.because);
  return seen('kms:ListGrants', async () => {
    const found = await Promise.all(
      grantees.map((GranteePrincipal) => allGrants(call, caller, { KeyId: keyId, GranteePrincipal })),
    );
    return present(found.flat().map(grantOf));
  });
}

// A key of many volumes has thousands of grants: each grantee's own are few.
async function allGrants(
  call: Call,
  caller: Caller,
  input: { readonly KeyId: string; readonly GranteePrincipal: string },
): Promise<readonly GrantListEntry[]> {
  const grants: GrantListEntry[] = [];
  let Marker: string | undefined;
  do {
    const page = await call('kms:ListGrants', { ...input, ...(Marker !== undefined && { Marker }) }, caller);
    grants.push(...(page.Grants ?? []));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return grants;
}

function grantOf({ GranteePrincipal = '', Operations = [], Constraints = {} }: GrantListEntry): KeyGrant {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn, ...others } = Constraints;
  const further = Object.keys(others);
  return {
    granteePrincipal: GranteePrincipal,
    operations: Operations,
    ...(equals !== undefined && { encryptionContextEquals: equals }),
    ...(subset !== undefined && { encryptionContextSubset: subset }),
    ...(SourceArn !== undefined && { sourceArn: SourceArn }),
    ...(further.length > 0 && { furtherConstraints: further }),
  };
}
