import * as z from 'zod/mini';
import { parseArn } from '../arn';
import { policyArn } from './arn';
import { iamPath, roleName } from './iam-shapes';
import type { Problem } from './problem';
import type { Home, Settings } from './settings';
import { mismatch, pattern, problemsOf } from './shapes';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the deployer decided, or everything that is wrong with it, which is told in the answer. */
export type ParsedSettings = { readonly settings: Settings } | { readonly problems: readonly Problem[] };

export function parseSettings(environment: Environment, home: Home): ParsedSettings {
  const set = setVariables(environment);
  const parsed = environmentSchema(home).safeParse(set);
  const problems = [...(parsed.success ? [] : problemsOf(parsed.error)), ...verifierProblems(set)];
  return parsed.success && problems.length === 0 ? { settings: settingsOf(home, parsed.data) } : { problems };
}

/** Where the function runs, from its ARN; throws where it is no function of Lambda's, and so nobody waits for an answer. */
export function parseHome(environment: Environment, invokedFunctionArn: string): Home {
  const set = setVariables(environment);
  const samLocal = set['AWS_SAM_LOCAL'] !== undefined;
  return {
    ...placeOf(samLocal ? pretendedArn(set) : invokedFunctionArn),
    endpointOverride: overridesEndpoint(set),
    samLocal,
    logStream: set['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
  };
}

// An empty template parameter arrives as an empty variable.
function setVariables(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => (value ?? '').trim() !== ''));
}

function placeOf(invokedFunctionArn: string) {
  const arn = /^arn:(aws(?:-[a-z]+)*):lambda:([a-z0-9-]+):(\d{12}):function:[\w-]+(?::[\w$-]+)?$/;
  const [, partition, region, account] = arn.exec(invokedFunctionArn) ?? [];
  if (partition === undefined || region === undefined || account === undefined) {
    throw new Error(`invokedFunctionArn: ${mismatch('the ARN of a function', invokedFunctionArn)}`);
  }
  return { partition, region, account };
}

// `sam local` invokes every function as one of us-east-1 and account 012345678912: the deployment says where it would be.
function pretendedArn({ PERMISSIONS_BOUNDARY_ARN = '', AWS_REGION = '' }: Environment): string {
  const { partition, account } = parseArn(PERMISSIONS_BOUNDARY_ARN) ?? { partition: 'aws', account: '' };
  return `arn:${partition}:lambda:${AWS_REGION}:${account}:function:local`;
}

const externalId = pattern('2 to 1224 characters of [\\w+=,.@:/-]', 1224, /^[\w+=,.@:/-]{2,}$/);
const arnPattern = pattern('a policy ARN, in which * and ? are wildcards', 2048, /^(?:\*|arn:[!-~]+)$/);
const accountPattern = pattern('a 12-digit account id or *', 12, /^(?:\*|\d{12})$/);

function environmentSchema(home: Home) {
  return z.object({
    ROLE_PATH: iamPath,
    FORMER_ROLE_PATH: z.optional(iamPath),
    PERMISSIONS_BOUNDARY_ARN: policyArn(home),
    ALLOWED_MANAGED_POLICY_ARNS: commaSeparated(arnPattern),
    ALLOWED_PERMISSIONS_BOUNDARY_ARNS: commaSeparated(arnPattern),
    ALLOWED_S3_BUCKET_OWNERS: commaSeparated(accountPattern),
    VERIFIER_ROLE_NAME: z.optional(roleName),
    VERIFIER_EXTERNAL_ID: z.optional(externalId),
  });
}

function commaSeparated(element: typeof arnPattern) {
  const split = z.transform((value: string) => value.split(',').flatMap((item) => item.trim() || []));
  return z._default(z.pipe(z.pipe(z.string(), split), z.array(element)), []);
}

// The verifier role trusts nobody who cannot name its external id.
function verifierProblems({ VERIFIER_ROLE_NAME, VERIFIER_EXTERNAL_ID }: Environment): readonly Problem[] {
  if (VERIFIER_ROLE_NAME === undefined || VERIFIER_EXTERNAL_ID !== undefined) return [];
  return [{ path: 'VERIFIER_EXTERNAL_ID', message: 'Is missing: expected beside VERIFIER_ROLE_NAME' }];
}

const overridesEndpoint = (environment: Environment): boolean =>
  Object.keys(environment).some((name) => name === 'AWS_ENDPOINT_URL' || name.startsWith('AWS_ENDPOINT_URL_'));

function settingsOf(home: Home, environment: z.infer<ReturnType<typeof environmentSchema>>): Settings {
  const { FORMER_ROLE_PATH, VERIFIER_ROLE_NAME, VERIFIER_EXTERNAL_ID } = environment;
  return {
    ...home,
    rolePath: environment.ROLE_PATH,
    ...(FORMER_ROLE_PATH !== undefined && { formerRolePath: FORMER_ROLE_PATH }),
    permissionsBoundaryArn: environment.PERMISSIONS_BOUNDARY_ARN,
    allowedManagedPolicyArns: environment.ALLOWED_MANAGED_POLICY_ARNS,
    allowedPermissionsBoundaryArns: environment.ALLOWED_PERMISSIONS_BOUNDARY_ARNS,
    allowedS3BucketOwners: environment.ALLOWED_S3_BUCKET_OWNERS,
    ...(VERIFIER_ROLE_NAME !== undefined &&
      VERIFIER_EXTERNAL_ID !== undefined && {
        verifier: { roleName: VERIFIER_ROLE_NAME, externalId: VERIFIER_EXTERNAL_ID },
      }),
  };
}
