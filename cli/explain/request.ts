import * as z from 'zod/mini';
import { known } from '../../handler/core/access/agent-context';
import type { Side } from '../../handler/core/policy/combine';
import type { Policy, Statement } from '../../handler/core/policy/document';
import { parsePolicy } from '../../handler/core/policy/parse';
import type { Principal, RequestContext } from '../../handler/core/policy/request';
import type { Problem } from '../../handler/core/request/problem';
import { quote } from '../../handler/core/request/quote';
import { isRecord, list, mismatch, pattern, problemsOf, text, unique } from '../../handler/core/request/shapes';
import { unknownName } from '../../handler/core/request/suggestion';

/** Who asks what of which resources, under which policies, and what is known of the context. */
export interface ExplainRequest {
  readonly caller: Principal;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Account of the resources whose ARNs name none. */
  readonly owner: string;
  readonly policies: Readonly<Record<Side, readonly Policy[]>>;
  readonly entries: RequestContext;
}

type Parsed = { readonly request: ExplainRequest } | { readonly problems: readonly Problem[] };

/** Reads the input of `aws iam simulate-custom-policy`, or names everything wrong with it. */
export function parseRequest(raw: unknown): Parsed {
  if (!isRecord(raw)) return { problems: [{ path: 'request', message: mismatch('a JSON object', raw) }] };
  const parsed = schema.safeParse(raw);
  const members = Object.keys(schema.shape);
  const unknown = Object.keys(raw).filter((name) => !members.includes(name));
  const problems = [
    ...(parsed.success ? [] : problemsOf(parsed.error)),
    ...unknown.map((name) => ({ path: 'request', message: unknownName('member', name, members) })),
  ];
  if (!parsed.success || problems.length > 0) return { problems };
  const request = requestOf(parsed.data);
  const untold = request.policies.resource.flatMap(({ statements }) => statements.flatMap(untoldBy(request)));
  return untold.length > 0 ? { problems: untold } : { request };
}

type Complain = (message: string) => void;

/** A value that is read by hand; where there is none, the reader has complained. */
function readBy<T>(read: (raw: unknown, complain: Complain) => T | undefined) {
  return z.pipe(
    z.unknown(),
    z.transform((input, { issues }): T => {
      const complain: Complain = (message) => issues.push({ code: 'custom', message, input });
      return read(input, complain) ?? z.NEVER;
    }),
  );
}

const role = '((?:[^/\\s*?]+/)*)([\\w+=,.@-]{1,64})';
const callerArns = [
  new RegExp(`^arn:(aws[a-z-]*):iam::(\\d{12}):role/${role}$`),
  new RegExp(`^arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/${role}/([\\w+=,.@*?-]{1,64})$`),
];

/** The path of a role is no part of what STS calls its sessions; here it may stand before the name. */
function readCaller(raw: unknown, complain: Complain): Principal | undefined {
  const arn = typeof raw === 'string' && raw.length <= 2048 ? raw : '';
  const found = callerArns.map((form) => form.exec(arn)).find((match) => match !== null);
  if (found === undefined) complain(mismatch("the ARN of an IAM role, or of a role's sessions", raw));
  const [, partition = '', account = '', path = '', roleName = '', sessionName = '*'] = found ?? [];
  return {
    partition,
    account,
    roleArn: `arn:${partition}:iam::${account}:role/${path}${roleName}`,
    roleName,
    sessionName,
    hasBoundary: false,
  };
}

const readPolicy =
  (principal: 'never' | 'always') =>
  (raw: unknown, complain: Complain): Policy | undefined => {
    const parsed = parsePolicy(typeof raw === 'string' ? raw : JSON.stringify(raw));
    if ('policy' in parsed) parsed.policy.statements.flatMap(misplaced(principal)).forEach(complain);
    else complain(parsed.problem);
    return 'policy' in parsed ? parsed.policy : undefined;
  };

// The evaluator takes a statement without a principal for an identity policy's, one without a resource for a trust policy's.
const misplaced =
  (principal: 'never' | 'always') =>
  ({ name, principals, resources }: Statement): readonly string[] => [
    ...(principal === 'never' && principals ? [`${quote(name)} names a principal, as no identity policy may`] : []),
    ...(principal === 'always' && !principals ? [`${quote(name)} names no principal`] : []),
    ...(resources ? [] : [`${quote(name)} names no resource`]),
  ];

const contextEntry = z.strictObject(
  {
    ContextKeyName: pattern('a condition key such as aws:SourceVpce', 256, /^[!-~]{5,}$/),
    ContextKeyValues: list(
      'values',
      100,
      text('a string', () => true),
    ),
    // IAM's simulator asks for it; the evaluator compares as a policy's operators say.
    ContextKeyType: z.optional(text('a type such as string', () => true)),
  },
  { error: 'Expected an object with ContextKeyName, ContextKeyValues and at most ContextKeyType beside' },
);

const schema = z.object({
  CallerArn: readBy(readCaller),
  ActionNames: list('actions', 100, pattern('an action such as s3:PutObject', 128, /^[a-z0-9-]+:[A-Za-z0-9]+$/)),
  ResourceArns: z._default(list('ARNs', 100, pattern('an ARN or *', 2048, /^(?:\*|arn:(?:[\w*?-]*:){4}[^\p{C}]+)$/u)), [
    '*',
  ]),
  ResourceOwner: z.optional(
    pattern("an account: 12 digits, or its root's ARN", 64, /^(?:arn:aws[a-z-]*:iam::\d{12}:root|\d{12})$/),
  ),
  PolicyInputList: list('policies', 50, readBy(readPolicy('never'))),
  PermissionsBoundaryPolicyInputList: z._default(list('policy', 1, readBy(readPolicy('never'))), []),
  ResourcePolicy: z.optional(readBy(readPolicy('always'))),
  ContextEntries: z._default(
    list('context entries', 200, contextEntry).check(
      unique(({ ContextKeyName }) => ContextKeyName.toLowerCase(), 'Must not be listed twice'),
    ),
    [],
  ),
});

function requestOf(parsed: z.infer<typeof schema>): ExplainRequest {
  const values = new Map(
    parsed.ContextEntries.map((entry) => [entry.ContextKeyName.toLowerCase(), entry.ContextKeyValues]),
  );
  const [roleId] = values.get('aws:userid')?.[0]?.split(':') ?? [];
  const boundary = parsed.PermissionsBoundaryPolicyInputList;
  return {
    caller: { ...parsed.CallerArn, hasBoundary: boundary.length > 0, ...(roleId !== undefined && { roleId }) },
    actions: parsed.ActionNames,
    resources: parsed.ResourceArns,
    owner: /\d{12}/.exec(parsed.ResourceOwner ?? '')?.[0] ?? parsed.CallerArn.account,
    policies: {
      identity: parsed.PolicyInputList,
      boundary,
      resource: parsed.ResourcePolicy === undefined ? [] : [parsed.ResourcePolicy],
    },
    entries: new Map([...values].map(([key, told]) => [key, told.length === 0 ? { is: 'absent' } : known(...told)])),
  };
}

/** What the evaluator takes for granted of the product's own roles, and nobody has said of this one. */
const untoldBy =
  ({ caller }: ExplainRequest) =>
  ({ name, principals }: Statement): readonly Problem[] => {
    const byId = principals?.AWS.some((principal) => principal.startsWith('AROA')) === true;
    if (!byId || caller.roleId !== undefined) return [];
    const message = `${quote(name)} names a unique id: give the role's in ContextEntries, as aws:userid`;
    return [{ path: 'ResourcePolicy', message }];
  };
