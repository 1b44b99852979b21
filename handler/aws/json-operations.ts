import type {
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
} from '@aws-sdk/client-organizations';
import type { GetDocumentCommandInput, GetDocumentCommandOutput } from '@aws-sdk/client-ssm';
import { globalRegion, JsonClient, type JsonClientOptions, type JsonCommand } from './json-client';

/** Systems Manager, as far as it is asked for session documents. */
export class SSMClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super({ name: 'ssm', version: '1.1' }, options);
  }
}

/** Organizations, as far as it is asked which one the account belongs to. */
export class OrganizationsClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super({ name: 'organizations', version: '1.1' }, { ...options, region: globalRegion(options.region) });
  }
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
