/** The deployer's secret, by which verifier roles know the function. */
export const externalId = 'canary-of-the-external-id';

/** Parts of a ResponseURL that only CloudFormation and the answer may see, and marks of a session's credentials. */
const ofUrls = ['canary-of-the-path', 'canary-of-the-query', 'X-Amz-Signature'];
const ofSessions = ['secret-of-ASIA', 'token-of-ASIA'];
const canaries = [...ofUrls, ...ofSessions, externalId];

/** A presigned URL as CloudFormation makes them. */
export function responseUrl(requestId: string): string {
  const host = 'cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com';
  const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=7199&X-Amz-Signature=canary-of-the-query';
  const key = `arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333%3Astack/app/canary-of-the-path%7CRole%7C${requestId}`;
  return `https://${host}/${key}?${query}`;
}

/** Throws where something that is said outside the answer's own request carries a secret. */
export function checkSecrets(said: unknown): void {
  const text = textOf(said);
  const leaked = canaries.filter((canary) => text.includes(canary));
  if (leaked.length > 0) throw new Error(`A secret was told: ${leaked.join(', ')} in ${text}`);
}

/** Everything that would be printed of a value: errors too, with their causes and stacks. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Error
      ? { ...inner, name: inner.name, message: inner.message, stack: inner.stack, cause: inner.cause }
      : inner,
  );
}
