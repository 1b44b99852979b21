import { CustomResource, Duration, aws_ec2 as ec2, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Instances that can be reached through Session Manager and through nothing else. */
export class SessionsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const sessionRole = new CustomResource(this, 'SessionRole', {
      resourceType: 'Custom::SessionManagerRole',
      serviceToken: Fn.importValue('SessionManagerRoleServiceToken'),
      serviceTimeout: Duration.minutes(30),
      properties: { Description: 'Sessions on the instances of this stack' },
    });
    new ec2.CfnLaunchTemplate(this, 'LaunchTemplate', {
      launchTemplateData: {
        imageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}',
        instanceType: 't4g.nano',
        iamInstanceProfile: { name: sessionRole.ref },
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      },
    });
  }
}
