import type { Seen } from '../seen';
import type { CloudWatchLogging, Preferences, Properties, S3Logging, Stated } from './properties';

/** The properties once the session document was read, from which each preference takes its value that they leave out. */
export function underDocument(properties: Properties, document: Seen<Preferences> | undefined): Properties {
  return document?.state === 'present' ? { ...properties, ...logging(properties.stated, document.value) } : properties;
}

/** What the agent will be told by the template and the document together. */
export function logging(
  stated: Stated,
  document: Preferences = {},
): Pick<Properties, 's3' | 'cloudWatch' | 'kmsKeyId'> {
  // The agent does what the document says: a flag of the template only says what was expected.
  const preferences = { ...document, ...stated, ...flagsOf(document) };
  const s3 = s3Logging(preferences);
  const cloudWatch = cloudWatchLogging(preferences);
  return {
    ...(s3 !== undefined && { s3 }),
    ...(cloudWatch !== undefined && { cloudWatch }),
    ...(preferences.kmsKeyId !== undefined && { kmsKeyId: preferences.kmsKeyId }),
  };
}

function flagsOf({
  s3EncryptionEnabled,
  cloudWatchEncryptionEnabled,
  cloudWatchStreamingEnabled,
}: Preferences): Preferences {
  return {
    ...(s3EncryptionEnabled !== undefined && { s3EncryptionEnabled }),
    ...(cloudWatchEncryptionEnabled !== undefined && { cloudWatchEncryptionEnabled }),
    ...(cloudWatchStreamingEnabled !== undefined && { cloudWatchStreamingEnabled }),
  };
}

function s3Logging(preferences: Preferences & Stated): S3Logging | undefined {
  const { s3BucketName, s3KeyPrefix = '', s3EncryptionEnabled = true, s3BucketOwner, s3KmsKeyArn } = preferences;
  if (s3BucketName === undefined) return undefined;
  return {
    bucketName: s3BucketName,
    keyPrefix: s3KeyPrefix,
    encryptionEnabled: s3EncryptionEnabled,
    bucketOwner: s3BucketOwner,
    ...(s3KmsKeyArn !== undefined && { kmsKeyArn: s3KmsKeyArn }),
  };
}

function cloudWatchLogging(preferences: Preferences): CloudWatchLogging | undefined {
  const { cloudWatchLogGroupName, cloudWatchEncryptionEnabled = true, cloudWatchStreamingEnabled = true } = preferences;
  if (cloudWatchLogGroupName === undefined) return undefined;
  return {
    logGroupName: cloudWatchLogGroupName,
    encryptionEnabled: cloudWatchEncryptionEnabled,
    streamingEnabled: cloudWatchStreamingEnabled,
  };
}
