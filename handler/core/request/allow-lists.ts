import { matchesGlob } from '../policy/glob';
import type { Problem } from './problem';
import type { Properties, S3Logging } from './properties';
import type { Settings } from './settings';

/** Of the properties, those that the deployer has a word in. */
export interface Allowable extends Pick<Properties, 'managedPolicyArns' | 'permissionsBoundary'> {
  readonly s3?: Pick<S3Logging, 'bucketOwner'>;
}

/**
 * What the properties ask and the function's deployer did not allow; apart from parsing, because a stack that rolls
 * back to what was once allowed must not fail on it.
 */
export function allowanceProblems(properties: Allowable, settings: Settings): readonly Problem[] {
  return [
    ...bucketOwnerProblems(properties, settings),
    ...managedPolicyProblems(properties, settings),
    ...boundaryProblems(properties, settings),
  ];
}

function bucketOwnerProblems({ s3 }: Allowable, { account, allowedS3BucketOwners }: Settings): readonly Problem[] {
  if (s3 === undefined || s3.bucketOwner === account) return [];
  const allowed = allowedS3BucketOwners.some((owner) => owner === '*' || owner === s3.bucketOwner);
  return allowed ? [] : [refusal('S3BucketOwner', `account ${s3.bucketOwner}`, 'AllowedS3BucketOwners')];
}

function managedPolicyProblems({ managedPolicyArns }: Allowable, settings: Settings): readonly Problem[] {
  return managedPolicyArns.flatMap((arn, index) =>
    matchesSome(settings.allowedManagedPolicyArns, arn)
      ? []
      : [refusal(`ManagedPolicyArns[${index}]`, arn, 'AllowedManagedPolicyArns')],
  );
}

function boundaryProblems({ permissionsBoundary }: Allowable, settings: Settings): readonly Problem[] {
  if (permissionsBoundary === settings.permissionsBoundaryArn) return [];
  if (matchesSome(settings.allowedPermissionsBoundaryArns, permissionsBoundary)) return [];
  return [refusal('PermissionsBoundary', permissionsBoundary, 'AllowedPermissionsBoundaryArns')];
}

const matchesSome = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesGlob(pattern, text));

function refusal(property: string, what: string, parameter: string): Problem {
  const message = `The function's deployer does not allow ${what}; the template parameter ${parameter} would have to name it`;
  return { path: `ResourceProperties.${property}`, message };
}
