/** An AWS refusal as it crosses the port: the service's own code and HTTP status, and nothing of the SDK. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    /** The service's error code without the SDK's `Exception` suffix: `NoSuchEntity`, `AccessDenied`, `NoSuchBucket`. */
    readonly code: string,
    /** HTTP status; 0 where no answer arrived (reset, time-out). */
    readonly status: number,
    message: string,
    /** S3 names the bucket's Region in the `x-amz-bucket-region` header, on refusals too. */
    readonly bucketRegion?: string,
  ) {
    super(message);
  }
}
