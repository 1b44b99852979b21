/** Whether an address lies in a network in CIDR notation; `undefined` if either is not what it should be. */
export function inNetwork(address: string, network: string): boolean | undefined {
  const [base = '', length] = network.split('/');
  const [one, other] = [parseAddress(address), parseAddress(base)];
  if (one === undefined || other === undefined) return undefined;
  // "If you specify an IP address without the associated routing prefix, IAM uses the default prefix value of /32", which
  // of IPv6 may be meant or not: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  if (length === undefined && one.bits === 128 && other.bits === 128) return one.value === other.value || undefined;
  const prefix = length === undefined ? other.bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix <= other.bits)) return undefined;
  const shift = BigInt(other.bits - prefix);
  return one.bits === other.bits && one.value >> shift === other.value >> shift;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseAddress(text: string): Address | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const bytes = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255)) return undefined;
  return { bits: 32, value: bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length > 2 || missing < 0 || (missing === 0) === (tail !== undefined)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
