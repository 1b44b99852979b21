import { known, matching } from '../../handler/core/access/agent-context';
import { parseArn } from '../../handler/core/arn';
import { type Combined, combine, type Rule, type Side } from '../../handler/core/policy/combine';
import { evaluateAll } from '../../handler/core/policy/evaluate';
import type { ContextValue, RequestContext } from '../../handler/core/policy/request';
import type { Verdict } from '../../handler/core/policy/verdict';
import type { ExplainRequest } from './request';

/** What one side says; it may have no policy, or one that the file leaves out. */
export type Opinion = Verdict | { readonly decision: 'none' | 'unseen' };

/** The decision on one action and resource, and what each side says of it. */
export interface Decision {
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  readonly rule: Rule;
  readonly sides: Readonly<Record<Side, Opinion>>;
  readonly combined: Combined;
}

/** Decides every action on every resource of the request. */
export function decide(request: ExplainRequest): readonly Decision[] {
  return request.actions.flatMap((action) => request.resources.map((resource) => decideOne(request, action, resource)));
}

function decideOne(request: ExplainRequest, action: string, resource: string): Decision {
  const { caller, policies } = request;
  const owner = /^\d{12}$/.exec(parseArn(resource)?.account ?? '')?.[0] ?? request.owner;
  const onKey = action.startsWith('kms:') && (resource !== '*' || policies.resource.length > 0);
  const rule = owner !== caller.account ? 'crossAccount' : onKey ? 'sameAccountKey' : 'sameAccount';
  const asked = { principal: caller, action, resource, context: contextOf(request, owner) };
  const sides = {
    identity: evaluateAll(asked, policies.identity),
    boundary: policies.boundary.length === 0 ? none : evaluateAll(asked, policies.boundary),
    resource: policies.resource.length === 0 ? leftOut(rule) : evaluateAll(asked, policies.resource),
  };
  const bounded = sides.boundary.decision === 'none' ? unbounded : sides.boundary;
  return { action, resource, owner, rule, sides, combined: combine({ ...sides, boundary: bounded, rule }) };
}

/** What follows from caller and owner, and what the file says beside; of anything else nothing is known. */
function contextOf({ caller, entries }: ExplainRequest, owner: string): RequestContext {
  const userId = entries.get('aws:userid');
  const [id = `*:${caller.sessionName}`] = userId?.is === 'known' ? userId.values : [];
  const following: Readonly<Record<string, ContextValue>> = {
    'aws:principalaccount': known(caller.account),
    'aws:principalarn': known(caller.roleArn),
    'aws:principaltype': known('AssumedRole'),
    'aws:principalisawsservice': known('false'),
    'aws:principalservicename': { is: 'absent' },
    'aws:principalservicenameslist': { is: 'absent' },
    'aws:username': { is: 'absent' },
    'aws:resourceaccount': known(owner),
    'kms:calleraccount': known(caller.account),
  };
  return new Map([...Object.entries(following), ...entries, ['aws:userid', matching(id)]]);
}

const none = { decision: 'none' } as const;

// As IAM's simulator has it, there is none; but a key always has a policy, and across accounts nothing goes without.
const leftOut = (rule: Rule) => (rule === 'sameAccount' ? none : ({ decision: 'unseen' } as const));

const unbounded: Verdict = { decision: 'allowed', grantedTo: 'role', matchedStatements: [] };
