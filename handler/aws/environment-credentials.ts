/**
 * Stands in for the SDK's provider chain in the bundle: Lambda hands credentials over in the environment, and the other
 * providers (profiles, SSO, web identity, metadata) would only be loaded.
 */
export function defaultProvider() {
  return async () => ({
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    ...(process.env['AWS_SESSION_TOKEN'] !== undefined && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
  });
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Cannot sign a request to AWS: ${name} is not in the environment`);
  return value;
}
