import { AwsError } from './aws-error';
import type { Call } from './operations';

/** The port for one invocation: nothing is called once it was answered, and a refusal names the operation. */
export function guarded(call: Call, signal: AbortSignal): Call {
  return async (operation, input, caller) => {
    if (signal.aborted) throw new Error(`Not calling ${operation}: the request was already answered`);
    try {
      return await call(operation, input, caller);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(error.code, error.status, `${operation}: ${error.message}`, error.bucketRegion);
    }
  };
}
