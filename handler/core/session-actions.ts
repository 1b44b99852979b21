/** What the SSM Agent asks of Session Manager itself, for every session and whatever is logged. */
export const sessionActions = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
] as const;

/** The services whose resources they can be about: instances, managed nodes, sessions. */
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
export const sessionServices = ['ssm', 'ssmmessages', 'ec2'] as const;
