import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../provision/command';
import { python, stateFolder } from '../tools';

/** The AWS that SAM deploys to. */
export interface SamTarget {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Runs SAM CLI with no AWS configuration of this machine; without a target it can validate and build. */
export function sam(args: readonly string[], target: SamTarget = nowhere): Promise<string> {
  const home = stateFolder('sam');
  mkdirSync(home, { recursive: true });
  return run(python('sam', 'sam'), args, {
    env: { ...hermetic(), ...written(home), ...aimedAt(target) },
  });
}

/** The plain CloudFormation, as JSON, that AWS's SAM transform makes of a template. */
export function transform(path: string): Promise<string> {
  return run(python('sam'), [join(__dirname, 'transform.py'), path, nowhere.region], {
    env: hermetic(),
  });
}

/** Runs cfn-lint; any warning rejects with what it says. */
export function cfnLint(paths: readonly string[]): Promise<string> {
  const strict = ['--config-file', '/dev/null', '--include-checks', 'W', '--non-zero-exit-code', 'warning'];
  return run(python('sam', 'cfn-lint'), [...strict, '--', ...paths]);
}

const nowhere: SamTarget = {
  endpoint: 'http://127.0.0.1:9',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
};

const hermetic = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|SAM)_/.test(name))),
  SAM_CLI_TELEMETRY: '0',
  SAM_CLI_POLL_DELAY: '0.5',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  // What `sam build` installs has been installed once for the repository itself.
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
});

const written = (home: string) => ({ TMPDIR: home, __SAM_CLI_APP_DIR: home });

const aimedAt = ({ endpoint, region, credentials }: SamTarget) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});
