import { run } from '../provision/command';
import { python } from '../tools';

/** The AWS that SAM deploys to. */
export interface SamTarget {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Runs SAM CLI with no AWS configuration of this machine; without a target it can validate and build. */
export function sam(args: readonly string[], target?: SamTarget): Promise<string> {
  return run(python('sam', 'sam'), args, { env: { ...process.env, ...hermetic, ...variables(target) } });
}

/** Runs cfn-lint; any warning rejects with what it says. */
export function cfnLint(args: readonly string[]): Promise<string> {
  return run(python('sam', 'cfn-lint'), ['--include-checks', 'W', '--non-zero-exit-code', 'warning', ...args]);
}

const hermetic = {
  SAM_CLI_TELEMETRY: '0',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

function variables({ endpoint, region, credentials }: SamTarget = nowhere) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

const nowhere: SamTarget = {
  endpoint: 'http://127.0.0.1:9',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
};
