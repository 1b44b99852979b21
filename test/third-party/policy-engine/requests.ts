import fc from 'fast-check';
import { type Key, SENT_KEYS, TEAM } from './keys';
import { ACCOUNT, OTHER_ACCOUNT, type PolicyCase, REGION, SESSION_CONTEXT } from './policy-case';

/** Values of a policy's element: those that name the request, and near misses. */
export interface Targets {
  readonly hits: readonly string[];
  readonly misses: readonly string[];
}

/** A request, with what policies may say of it. */
export interface Request extends Pick<PolicyCase, 'action' | 'resource' | 'resourceAccount' | 'context'> {
  readonly actions: Targets;
  readonly resources: Targets;
}

/** A number below a table's length, whatever the table. */
export const pick = fc.nat(999);

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('Nothing to pick from');
  return found;
}

interface Kind {
  readonly actions: readonly string[];
  readonly actionPatterns: readonly string[];
  readonly resourcePatterns: (account: string) => readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'],
    actionPatterns: ['s3:PutObject', 's3:*Object', 'S3:put*', 's3:?etObject', 's3:*'],
    resourcePatterns: () => [
      'arn:aws:s3:::session-logs/blue/i-0abc.log',
      'arn:aws:s3:::session-logs/*',
      'arn:aws:s3:::session-*/team-?/*.log',
      'arn:aws:s3:::*/a/?/*',
    ],
  },
  {
    actions: ['s3:GetEncryptionConfiguration', 's3:ListBucket'],
    actionPatterns: ['s3:GetEncryptionConfiguration', 's3:Get*Configuration', 's3:L*'],
    resourcePatterns: () => ['arn:aws:s3:::session-logs', 'arn:aws:s3:::session-*', 'arn:aws:s3:::?*'],
  },
  {
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    actionPatterns: ['kms:Decrypt', 'kms:Generate*', 'KMS:*', 'kms:?e*'],
    resourcePatterns: (account) => [
      `arn:aws:kms:${REGION}:${account}:key/blue-1234`,
      `arn:aws:kms:${REGION}:${account}:key/*`,
      `arn:aws:kms:${REGION}:${account}:key/mrk-?-*`,
    ],
  },
  {
    actions: ['logs:PutLogEvents'],
    actionPatterns: ['logs:PutLogEvents', 'logs:*', 'logs:Put???Events'],
    resourcePatterns: () => [
      `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/sessions/blue:log-stream:i-0abc`,
      `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/sessions/*:log-stream:i-?`,
    ],
  },
];

const FILLS = ['x', 'blue', 'a.b', '(1)+', 'Blue'];

const values = (key: Key) => fc.array(fc.constantFrom(...key.sent), { minLength: 1, maxLength: 2 });

/** Requests out of policies' patterns, the wildcards filled, with a context in which each key is known or absent. */
export const requests: fc.Arbitrary<Request> = fc
  .record({
    kind: pick,
    action: pick,
    resource: pick,
    fills: fc.tuple(pick, pick),
    account: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
    sent: fc.tuple(...SENT_KEYS.map((key) => fc.option(values(key), { freq: 2 }))),
  })
  .map(({ kind: kindIndex, fills, account, sent, ...picks }) => {
    const kind = at(KINDS, kindIndex);
    const actionPattern = at(kind.actionPatterns, picks.action);
    const resourcePattern = at(kind.resourcePatterns(account), picks.resource);
    const action = at(
      kind.actions.filter((name) => asExpression(actionPattern).test(name)),
      picks.action,
    );
    const resource = filled(resourcePattern, fills);
    const resourceAccount = action.startsWith('logs:') ? ACCOUNT : account;
    return {
      action,
      resource,
      resourceAccount,
      context: contextOf({ action, resourceAccount }, sent),
      actions: actionTargets(action, actionPattern),
      resources: resourceTargets(resource, resourcePattern),
    };
  });

function asExpression(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}

function filled(pattern: string, fills: readonly number[]): string {
  let index = 0;
  return pattern.replace(/[*?]/g, (wildcard) => {
    const fill = at(FILLS, at(fills, index++));
    return wildcard === '?' ? fill.slice(0, 1) : fill;
  });
}

function contextOf(
  { action, resourceAccount }: Pick<Request, 'action' | 'resourceAccount'>,
  sent: readonly (readonly string[] | null)[],
): Request['context'] {
  const known = SENT_KEYS.flatMap(({ name, multivalued, only }, index) => {
    const [value, ...others] = sent[index] ?? [];
    if (value === undefined || only?.test(action) === false) return [];
    return [[name, multivalued ? [value, ...others] : value] as const];
  });
  return { ...SESSION_CONTEXT, 'aws:ResourceAccount': resourceAccount, ...Object.fromEntries(known) };
}

function actionTargets(action: string, pattern: string): Targets {
  const [service = '', name = ''] = action.split(':');
  return {
    hits: [
      action,
      pattern,
      '*',
      `${service}:*`,
      action.toUpperCase(),
      `${service}:${name.slice(0, 3)}*`,
      `${service}:?${name.slice(1)}`,
    ],
    misses: [
      `${service}:Delete*`,
      `${service}:${name}?`,
      'iam:*',
      `${service}:?${name}`,
      `${service}:${name.slice(1)}`,
    ],
  };
}

function resourceTargets(resource: string, pattern: string): Targets {
  const parts = resource.split(':');
  const [partition, service, region, account] = parts.slice(1, 5);
  const name = parts.slice(5).join(':');
  const wherever = region === '' ? `arn:${partition}:s3:::${name}` : `arn:${partition}:${service}:*:*:${name}`;
  return {
    hits: [
      resource,
      pattern,
      '*',
      resource.replace(/[^/:]*$/, '*'),
      `${resource.slice(0, -1)}?`,
      `arn:${partition}:${service}:${region}:${account}:*`,
      wherever,
      resource.replace(/blue(?!.*blue)/, TEAM),
    ],
    misses: [
      `${resource}?`,
      resource.replace(/[^/:]*$/, (last) => last.toUpperCase()).concat('-'),
      `arn:${partition}:${service}:${region}:${account}:other/*`,
      `arn:aws-cn:${service}:${region}:${account}:${name}`,
      `${resource}/*`,
    ],
  };
}
