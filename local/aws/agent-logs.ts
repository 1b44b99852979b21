import { useKey } from './agent-kms';
import { dnsSuffix } from './service';
import type { LogGroup, World } from './world';

/** What CloudWatch Logs asks KMS in the name of who writes events, before it takes them into an encrypted log group. */
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
export function useKeyOfGroup(world: World, accessKeyId: string, region: string, group: LogGroup): void {
  const { arn, kmsKeyArn: keyId, callerRight = 'asked' } = group;
  if (keyId === undefined || callerRight === 'waived') return;
  const use = {
    region,
    keyId,
    encryptionContext: { 'aws:logs:arn': arn },
    viaService: `logs.${region}.${dnsSuffix(world)}`,
  };
  for (const action of ['kms:GenerateDataKey', 'kms:Decrypt'] as const) useKey(world, accessKeyId, action, use);
}
