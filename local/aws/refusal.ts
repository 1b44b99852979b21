import { AwsError } from '../../handler/aws/aws-error';

/** Why AWS refused what was attempted, or nothing. */
export function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}
