import { AwsError } from './aws-error';
import type { Call } from './operations';
import { passes } from './retry';

/** The port to whom what passes with time is no answer: it must not be taken for a refusal, which is one. */
export function lasting(call: Call): Call {
  return async (operation, input, caller) => {
    try {
      return await call(operation, input, caller);
    } catch (error) {
      // A function in a VPC may never reach Organizations, which only decides doubts.
      if (!(error instanceof AwsError && passes(error)) || operation === 'organizations:DescribeOrganization')
        throw error;
      throw new Error(`${operation} not answered: ${error.code}`, { cause: error });
    }
  };
}
