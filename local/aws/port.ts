import { AwsError } from '../../handler/aws/aws-error';
import type { Call, Input, Operation, Output } from '../../handler/aws/operations';
import { type CallingAs, type Hooks, serveThrough } from './hooks';
import type { World } from './world';

export interface Mount {
  /** Access key id of the function's execution role, for calls without credentials of their own. */
  readonly role: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly hooks?: Hooks;
}

/** The port mount: the product's `Call` on a local world, in process. */
export function localCall(world: World, { role, now, hooks = {} }: Mount): Call {
  return async <O extends Operation>(operation: O, input: Input<O>, { region, credentials }: Parameters<Call>[2]) => {
    const caller = { accessKeyId: credentials?.accessKeyId ?? role, region };
    const ask = (as: CallingAs) => serveThrough(hooks, world, operation, input, as, now);
    // The product's S3 client follows a bucket to its Region by itself; so does this mount.
    const output = await ask(caller).catch((error: unknown) => {
      if (error instanceof AwsError && error.status === 301 && error.bucketRegion !== undefined) {
        return ask({ ...caller, region: error.bucketRegion });
      }
      throw error;
    });
    return { $metadata: {}, ...(output as object) } as Output<O>;
  };
}
