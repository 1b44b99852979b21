import { trustPolicy } from '../../../handler/core/identity/trust';
import type { TrustedService } from '../../../handler/core/request/properties';
import { settings } from './fixture';

const ec2 = {
  Sid: 'Instances',
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const ssm = {
  Sid: 'HybridActivations',
  Effect: 'Allow',
  Principal: { Service: 'ssm.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnEquals: { 'aws:SourceArn': 'arn:aws:ssm:eu-west-1:111122223333:*' },
  },
};

test.each<{ services: readonly TrustedService[]; statements: readonly object[]; because: string }>([
  { services: ['ec2.amazonaws.com'], statements: [ec2], because: 'instances assume it' },
  { services: ['ssm.amazonaws.com'], statements: [ssm], because: 'only activations of this account and Region may' },
  { services: ['ec2.amazonaws.com', 'ssm.amazonaws.com'], statements: [ec2, ssm], because: 'both do' },
])('the trust policy for $services names them alone, since $because', ({ services, statements }) => {
  expect(trustPolicy(services, settings)).toEqual({ Version: '2012-10-17', Statement: statements });
});

test.each([
  { partition: 'aws', principal: 'ec2.amazonaws.com' },
  { partition: 'aws-cn', principal: 'ec2.amazonaws.com.cn' },
  { partition: 'aws-us-gov', principal: 'ec2.amazonaws.com' },
  { partition: 'aws-iso', principal: 'ec2.c2s.ic.gov' },
  { partition: 'aws-iso-b', principal: 'ec2.sc2s.sgov.gov' },
])('in partition $partition EC2 is $principal and Systems Manager is ssm.amazonaws.com', ({ partition, principal }) => {
  const { Statement } = trustPolicy(['ec2.amazonaws.com', 'ssm.amazonaws.com'], { ...settings, partition });
  expect(Statement.map(({ Principal }) => Principal)).toEqual([
    { Service: principal },
    { Service: 'ssm.amazonaws.com' },
  ]);
  expect(Statement[1]?.Condition?.['ArnEquals']).toEqual({
    'aws:SourceArn': `arn:${partition}:ssm:eu-west-1:111122223333:*`,
  });
});
