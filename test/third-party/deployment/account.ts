import type { BotocoreCaller, BotocoreClient } from '../botocore/botocore-client';

export const region = 'eu-west-1';

/** One account on a ministack: its root calls AWS there, through botocore. */
export interface Account {
  readonly id: string;
  readonly caller: BotocoreCaller;
  /** What AWS answered; rejects where it refused. */
  readonly call: (service: string, operation: string, input?: object) => Promise<unknown>;
}

/** The account of that id: ministack takes an access key id of 12 digits for the account's own. */
export function accountAt(endpoint: string, client: BotocoreClient, id: string): Account {
  const caller = { endpoint, region, credentials: { accessKeyId: id, secretAccessKey: 'secret' } };
  return {
    id,
    caller,
    call: async (service, operation, input = {}) => {
      const result = await client.call(caller, service, operation, input);
      if (result.state === 'output') return result.output;
      throw new Error(`${operation} was refused: ${result.code}: ${result.message}`);
    },
  };
}
