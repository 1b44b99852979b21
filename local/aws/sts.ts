import { AwsError } from '../../handler/aws/aws-error';
import { required, roleByArn, type Services, validationError } from './service';
import { openSession } from './sessions';

/** AssumeRole; that the trust policy allows it was settled when the call was authorised. */
export const sessions = {
  'sts:AssumeRole'(world, _scope, input, now) {
    const role = roleByArn(world, required(input.RoleArn, 'roleArn'));
    const sessionName = required(input.RoleSessionName, 'roleSessionName');
    if (!role) throw new AwsError('AccessDenied', 403, `Not authorized to perform: sts:AssumeRole on ${input.RoleArn}`);
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw validationError(`Value '${sessionName}' at 'roleSessionName'`);
    const seconds = input.DurationSeconds ?? 3600;
    // A role's session that assumes another role (role chaining) lives an hour at most.
    if (seconds < 900 || seconds > 3600) {
      throw validationError(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      );
    }
    const account = role.arn.split(':')[4] ?? '';
    const accessKeyId = openSession(world, account, role, sessionName, now + seconds * 1000);
    const session = world.sessions[accessKeyId];
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: session?.secretAccessKey,
        SessionToken: session?.sessionToken,
        Expiration: new Date(now + seconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${sessionName}`,
        Arn: `arn:${world.partition}:sts::${account}:assumed-role/${role.name}/${sessionName}`,
      },
    };
  },
} satisfies Partial<Services>;
