import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type * as kms from '@aws-sdk/client-kms';
import type {
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
} from '@aws-sdk/client-organizations';
import type { GetDocumentCommandInput, GetDocumentCommandOutput } from '@aws-sdk/client-ssm';
import { JsonClient, type JsonCommand } from './json-client';
import { type ClientOptions, globalRegion } from './signed-client';

/** The Key Management Service, as far as it is asked for keys, their policies and grants. */
export class KMSClient extends JsonClient {
  constructor(options: ClientOptions) {
    super('kms', options);
  }
}

/** CloudWatch Logs, as far as it is asked for log groups. */
export class CloudWatchLogsClient extends JsonClient {
  constructor(options: ClientOptions) {
    super('logs', options);
  }
}

/** Systems Manager, as far as it is asked for session documents. */
export class SSMClient extends JsonClient {
  constructor(options: ClientOptions) {
    super('ssm', options);
  }
}

/** Organizations, as far as it is asked which one the account belongs to. */
export class OrganizationsClient extends JsonClient {
  constructor(options: ClientOptions) {
    super('organizations', { ...options, region: globalRegion(options.region) });
  }
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export class DescribeKeyCommand implements JsonCommand<kms.DescribeKeyCommandOutput> {
  readonly target = 'TrentService.DescribeKey';
  readonly timestamps = ['CreationDate', 'DeletionDate', 'ValidTo'];
  declare readonly output?: kms.DescribeKeyCommandOutput;

  constructor(readonly input: kms.DescribeKeyCommandInput) {}
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export class GetKeyPolicyCommand implements JsonCommand<kms.GetKeyPolicyCommandOutput> {
  readonly target = 'TrentService.GetKeyPolicy';
  readonly timestamps = [];
  declare readonly output?: kms.GetKeyPolicyCommandOutput;

  constructor(readonly input: kms.GetKeyPolicyCommandInput) {}
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export class ListGrantsCommand implements JsonCommand<kms.ListGrantsCommandOutput> {
  readonly target = 'TrentService.ListGrants';
  readonly timestamps = ['CreationDate'];
  declare readonly output?: kms.ListGrantsCommandOutput;

  constructor(readonly input: kms.ListGrantsCommandInput) {}
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export class DescribeLogGroupsCommand implements JsonCommand<DescribeLogGroupsCommandOutput> {
  readonly target = 'Logs_20140328.DescribeLogGroups';
  readonly timestamps = [];
  declare readonly output?: DescribeLogGroupsCommandOutput;

  constructor(readonly input: DescribeLogGroupsCommandInput) {}
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html */
export class GetDocumentCommand implements JsonCommand<GetDocumentCommandOutput> {
  readonly target = 'AmazonSSM.GetDocument';
  readonly timestamps = ['CreatedDate'];
  declare readonly output?: GetDocumentCommandOutput;

  constructor(readonly input: GetDocumentCommandInput) {}
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
export class DescribeOrganizationCommand implements JsonCommand<DescribeOrganizationCommandOutput> {
  readonly target = 'AWSOrganizationsV20161128.DescribeOrganization';
  readonly timestamps = [];
  declare readonly output?: DescribeOrganizationCommandOutput;

  constructor(readonly input: DescribeOrganizationCommandInput) {}
}
