import fc from 'fast-check';
import { LOG_ACCOUNT } from '../../../local/two-accounts';
import { furtherPolicy, logGroup, type Place, rolePath } from './places';

/** What a template says of one role; places differ in the bucket of their own, so that `own` stands for it. */
export interface Declared {
  readonly RoleName?: string | undefined;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly TrustedServices?: readonly string[];
  readonly SessionDocumentName?: string;
  readonly logs?: 'own' | 'central';
  readonly S3KeyPrefix?: string;
  readonly CloudWatchLogGroupName?: string;
  readonly PolicyScope?: 'LeastPrivilege' | 'Documented';
  readonly Verification: 'Enforce' | 'Report' | 'Off';
  readonly ForceDetachPolicies?: boolean;
  readonly PropagationWaitSeconds: number;
}

const subset = <T>(...of: T[]) => fc.subarray(of);

/** Templates that often want one name, and seldom the same of it. */
export const declared: fc.Arbitrary<Declared> = fc.record(
  {
    RoleName: fc.constantFrom('shared', 'shared', 'Shared', 'other', 'app-sessions', undefined),
    Path: fc.constantFrom(rolePath, rolePath, `${rolePath}team/`),
    Description: fc.constantFrom('', 'Sessions', 'Sitzungen für alle'),
    MaxSessionDuration: fc.constantFrom(3600, 7200, 43_200),
    Tags: subset({ Key: 'Team', Value: 'platform' }, { Key: 'team-of', Value: '' }, { Key: 'cost centre', Value: '7' }),
    ManagedPolicyArns: subset(furtherPolicy),
    TrustedServices: fc.constantFrom(['ec2.amazonaws.com'], ['ec2.amazonaws.com', 'ssm.amazonaws.com']),
    SessionDocumentName: fc.constant('SSM-SessionManagerRunShell'),
    logs: fc.constantFrom('own', 'own', 'central'),
    S3KeyPrefix: fc.constantFrom('sessions', 'a/b'),
    CloudWatchLogGroupName: fc.constantFrom(logGroup, '/missing'),
    PolicyScope: fc.constantFrom('LeastPrivilege', 'LeastPrivilege', 'Documented'),
    Verification: fc.constantFrom('Off', 'Off', 'Report', 'Report', 'Enforce'),
    ForceDetachPolicies: fc.boolean(),
    PropagationWaitSeconds: fc.constantFrom(0, 0, 10),
  },
  { requiredKeys: ['Verification', 'PropagationWaitSeconds'] },
);

/** The properties as this place's template bears them; a prefix without a bucket would be refused before anything. */
export function propertiesAt(place: Place, token: number, { logs, S3KeyPrefix, ...rest }: Declared) {
  const owner = logs === 'central' ? { S3BucketName: 'org-session-logs', S3BucketOwner: LOG_ACCOUNT } : undefined;
  const bucket = logs === undefined ? {} : { S3BucketName: place.bucket, ...owner };
  return {
    ...{ ServiceToken: place.main.arn, ReconcileToken: token, ...rest, ...bucket },
    ...(logs !== undefined && S3KeyPrefix !== undefined && { S3KeyPrefix }),
  };
}
