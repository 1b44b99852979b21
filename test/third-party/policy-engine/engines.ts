import { combine, type Rule } from '../../../handler/core/policy/combine';
import type { Policy } from '../../../handler/core/policy/document';
import { evaluate } from '../../../handler/core/policy/evaluate';
import { parsePolicy } from '../../../handler/core/policy/parse';
import type { AccessRequest, ContextValue } from '../../../handler/core/policy/request';
import { judgedByLocal } from './local';
import { ACCOUNT, type Document, type Judgement, type PolicyCase, ROLE } from './policy-case';
import { simulate } from './simulate';

/** The three engines that judge every case; none shares a line of evaluation with another. */
export const engines = { handler: judgedByHandler, 'iam-simulate': simulate, local: judgedByLocal } as const;

export type EngineName = keyof typeof engines;

function judgedByHandler(asked: PolicyCase): Judgement {
  return prepared(asked)();
}

/** Our own engine's judgement of a case whose policies are read beforehand. */
export function prepared(asked: PolicyCase): () => Judgement {
  const [request, rule] = [accessRequest(asked), ruleOf(asked)];
  const [identity, boundary] = [parsed(asked.identity), parsed(asked.boundary)];
  const resource = asked.resourcePolicy && parsed(asked.resourcePolicy);
  return () => {
    const combined = combine({
      identity: evaluate(request, identity),
      boundary: evaluate(request, boundary),
      resource: resource ? evaluate(request, resource) : { decision: 'none' },
      rule,
    });
    return combined.decision === 'denied' ? combined.kind : combined.decision;
  };
}

function ruleOf({ resourceAccount, action }: PolicyCase): Rule {
  if (resourceAccount !== ACCOUNT) return 'crossAccount';
  return action.startsWith('kms:') ? 'sameAccountKey' : 'sameAccount';
}

function parsed(document: Document): Policy {
  const read = parsePolicy(JSON.stringify(document));
  if ('problem' in read) throw new Error(read.problem);
  return read.policy;
}

function accessRequest(asked: PolicyCase): AccessRequest {
  return {
    principal: {
      partition: 'aws',
      account: ACCOUNT,
      roleArn: ROLE.arn,
      roleName: ROLE.name,
      roleId: ROLE.id,
      sessionName: ROLE.sessionName,
      hasBoundary: true,
    },
    action: asked.action,
    resource: asked.resource,
    context: new Map([...absentKeys(asked), ...knownKeys(asked)]),
  };
}

/** A case says everything about its request: whatever looks like a key in a policy and is not sent is absent. */
function absentKeys({ identity, boundary, resourcePolicy }: PolicyCase): readonly (readonly [string, ContextValue])[] {
  const mentioned = JSON.stringify([identity, boundary, resourcePolicy]).matchAll(/[a-z0-9]+:[\w/-]+/gi);
  return [...mentioned].map(([key]) => [key.toLowerCase(), { is: 'absent' }]);
}

function knownKeys({ context }: PolicyCase): readonly (readonly [string, ContextValue])[] {
  return Object.entries(context).map(([key, value]) => [key.toLowerCase(), { is: 'known', values: [value].flat() }]);
}
