import { delimiter, dirname } from 'node:path';
import { node24, python } from '../tools';
import { type Server, startServer } from './server';

export interface MinistackOptions {
  readonly account: string;
  readonly region: string;
  /** `evaluated`: IAM policies decide; `ignored`: everything is allowed. */
  readonly policies: 'evaluated' | 'ignored';
}

/** ministack, CloudFormation and Lambda on Node.js 24 included. */
export function startMinistack({ account, region, policies }: MinistackOptions): Promise<Server> {
  return startServer((port, state) => ({
    name: 'ministack',
    command: python('ministack', 'ministack'),
    args: [],
    environment: {
      // It runs a function with the first node that it finds.
      PATH: [dirname(node24), process.env['PATH']].join(delimiter),
      HOME: state,
      TMPDIR: state,
      STATE_DIR: state,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      PERSIST_STATE: '0',
      S3_PERSIST: '0',
      LAMBDA_EXECUTOR: 'local',
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: account,
      AUTH: policies === 'evaluated' ? 'true' : 'false',
    },
    readyPath: '/_ministack/ready',
  }));
}
