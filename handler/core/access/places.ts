/** What a finding or a check is about, as a person would look it up in the console. */
export const places = {
  bucket: (name: string) => `Bucket "${name}"`,
  bucketPolicy: (name: string) => `BucketPolicy of "${name}"`,
  key: (keyId: string) => `Key ${keyId}`,
  keyPolicy: (arn: string) => `KeyPolicy of ${arn}`,
  logGroup: (name: string) => `LogGroup "${name}"`,
  sessionDocument: (name: string) => `SessionDocument "${name}"`,
  trustPolicy: (name: string) => `TrustPolicy of role "${name}"`,
  instanceProfile: (name: string) => `InstanceProfile of role "${name}"`,
  role: (name: string) => `Role "${name}"`,
  managedPolicy: (arn: string) => `ManagedPolicy ${arn}`,
} as const;
