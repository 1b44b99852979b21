import { randomBytes } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { LiveOptions } from './options';

/** AWS as the person who runs the command may use it. */
export interface Clients {
  readonly cloudformation: CloudFormationClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
}

/** The account as long as the command runs in it. */
export interface Sandbox extends Clients {
  readonly options: LiveOptions;
  /** Aborts when the person has had enough. */
  readonly interrupted: AbortSignal;
  /** Begins the name of everything that is made: `smr-live-` and six hexadecimal digits. */
  readonly name: string;
  /** The sandbox's partition, as its own ARNs show it. */
  readonly partition: string;
  /** Notes what has been made and how it goes away; removed in reverse order. */
  readonly made: (what: string, remove: () => Promise<unknown>) => void;
  /** Removes everything and returns what could not be removed, with the reason. */
  readonly close: () => Promise<readonly string[]>;
}

/** Opens the sandbox, if the credentials are those of the account that was named. */
export async function openSandbox(options: LiveOptions, interrupted: AbortSignal): Promise<Sandbox> {
  if (options.profile !== undefined) process.env['AWS_PROFILE'] = options.profile;
  const clients = createClients(options);
  const { Account, Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand());
  if (Account !== options.account) {
    throw new Error(`These credentials are of account ${Account}, not of ${options.account}: nothing was done`);
  }
  const removals: { readonly what: string; readonly remove: () => Promise<unknown> }[] = [];
  return {
    ...clients,
    options,
    interrupted,
    name: `smr-live-${randomBytes(3).toString('hex')}`,
    partition: Arn.split(':')[1] ?? 'aws',
    made: (what, remove) => removals.unshift({ what, remove }),
    close: async () => {
      const left: string[] = [];
      for (let next = removals.shift(); next !== undefined; next = removals.shift()) {
        const { what, remove } = next;
        await remove().catch((error: unknown) => left.push(`${what}: ${String(error)}`));
      }
      return left;
    },
  };
}

/** Clients of the Region; with credentials they act as somebody else than the person. */
export function createClients(
  { region, endpoint }: LiveOptions,
  credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string },
): Clients {
  const settings = {
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
  return {
    cloudformation: new CloudFormationClient(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    sts: new STSClient(settings),
  };
}
