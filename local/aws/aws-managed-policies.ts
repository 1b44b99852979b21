/** AWS managed policies by name: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
export const awsManagedPolicies: Readonly<Record<string, string>> = {
  AmazonSSMManagedInstanceCore: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(
        'ssm',
        'DescribeAssociation GetDeployablePatchSnapshotForInstance GetDocument DescribeDocument GetManifest ' +
          'GetParameter GetParameters ListAssociations ListInstanceAssociations PutInventory PutComplianceItems ' +
          'PutConfigurePackageResult UpdateAssociationStatus UpdateInstanceAssociationStatus UpdateInstanceInformation',
      ),
      allow('ssmmessages', 'CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel'),
      allow('ec2messages', 'AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply'),
    ],
  }),
};

function allow(service: string, actions: string) {
  return { Effect: 'Allow', Action: actions.split(' ').map((action) => `${service}:${action}`), Resource: '*' };
}
