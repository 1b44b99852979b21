import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from '../../../local/cloudformation/response-endpoint';
import { run } from '../provision/command';
import { python, stateFolder } from '../tools';

/** An authority of one test run, which only the processes trust that are told to. */
export interface Authority {
  /** PEM, for SSL_CERT_FILE and NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  /** For 127.0.0.1. */
  readonly certificate: Certificate;
}

/** Makes an authority and a certificate that it has issued. */
export async function createAuthority(): Promise<Authority> {
  const directory = stateFolder('authority');
  mkdirSync(directory, { recursive: true });
  await run(python('aws'), ['-m', 'trustme', '--quiet', '--dir', directory, '--identities', '127.0.0.1']);
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  return { file: join(directory, 'client.pem'), certificate: { key: read('server.key'), cert: read('server.pem') } };
}
