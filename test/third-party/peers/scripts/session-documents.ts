import { sessionDocument } from '../fixtures-sessions';
import { account, other, region, type Script, step } from '../script';

const content = {
  schemaVersion: '1.0',
  description: 'Sessions',
  sessionType: 'Standard_Stream',
  inputs: { s3BucketName: 'logs', s3KeyPrefix: '', s3EncryptionEnabled: true },
};
const arn = (name: string, owner: string) => `arn:aws:ssm:${region}:${owner}:document/${name}`;
const runShell = 'SSM-SessionManagerRunShell';

/** Session documents by name and by ARN. */
export const sessionDocuments: Script = {
  name: 'session documents',
  acts: [
    step('before there is one', 'ssm:GetDocument', { Name: runShell }),
    sessionDocument(runShell, content),
    sessionDocument('shared', content, other, [account]),
    sessionDocument('closed', content, other),
    step('by name', 'ssm:GetDocument', { Name: runShell }),
    step('by name, as JSON', 'ssm:GetDocument', { Name: runShell, DocumentFormat: 'JSON' }),
    step('by name and version', 'ssm:GetDocument', { Name: runShell, DocumentVersion: '1' }),
    step('in a version that is not there', 'ssm:GetDocument', { Name: runShell, DocumentVersion: '2' }),
    step('by ARN', 'ssm:GetDocument', { Name: arn(runShell, account) }),
    step('shared, by ARN', 'ssm:GetDocument', { Name: arn('shared', other) }),
    step('shared, by name', 'ssm:GetDocument', { Name: 'shared' }),
    step('not shared, by ARN', 'ssm:GetDocument', { Name: arn('closed', other) }),
    step('not there, by ARN', 'ssm:GetDocument', { Name: arn('none', account) }),
  ],
};
