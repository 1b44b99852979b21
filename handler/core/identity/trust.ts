import { dnsSuffix } from '../partition';
import type { PolicyDocument, StatementDocument } from '../policy/document';
import type { TrustedService } from '../request/properties';
import type { Place } from '../request/settings';

/** The trust policy for the services that may use the role. */
export function trustPolicy(services: readonly TrustedService[], settings: Place): PolicyDocument {
  return { Version: '2012-10-17', Statement: services.map((service) => trust[service](settings)) };
}

const trust: Readonly<Record<TrustedService, (settings: Place) => StatementDocument>> = {
  'ec2.amazonaws.com': ({ partition }) => ({
    Sid: 'Instances',
    Effect: 'Allow',
    // EC2 is the one service here whose principal bears the partition's own suffix, as in China.
    Principal: { Service: `ec2.${dnsSuffix(partition)}` },
    Action: 'sts:AssumeRole',
  }),
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html
  'ssm.amazonaws.com': ({ partition, region, account }) => ({
    Sid: 'HybridActivations',
    Effect: 'Allow',
    Principal: { Service: 'ssm.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnEquals: { 'aws:SourceArn': `arn:${partition}:ssm:${region}:${account}:*` },
    },
  }),
};
