/** Whether an IPv4 address lies in a network, bit by bit; throws on what it does not know. */
export function isWithin(address: string, network: string): boolean {
  const [base = '', length = '32'] = network.split('/');
  return bitsOf(address).startsWith(bitsOf(base).slice(0, Number(length)));
}

function bitsOf(address: string): string {
  if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(address)) throw new Error(`The local AWS does not know the address ${address}`);
  return address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
}
