import type { World } from './aws/world';
import { deployNatives } from './cloudformation/deployed-template';
import { loadTemplate } from './cloudformation/template';

/** Where and with which parameters examples/log-account.yaml is deployed. */
export interface LogAccount {
  readonly account: string;
  readonly region: string;
  readonly keyId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Creates what examples/log-account.yaml creates: key, bucket, bucket policy, verifier role; returns the key's ARN. */
export function deployLogAccount(world: World, { account, region, keyId, parameters }: LogAccount): string {
  const { partition } = world;
  const stackId = `arn:${partition}:cloudformation:${region}:${account}:stack/session-logs/0`;
  const pseudo = { partition, accountId: account, region, stackName: 'session-logs', stackId };
  const place = { world, parameters, pseudo, ids: { Key: keyId } };
  const { attributes } = deployNatives(loadTemplate('examples/log-account.yaml'), place);
  return attributes['Key']?.['Arn'] ?? '';
}
