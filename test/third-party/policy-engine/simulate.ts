import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npmFolder } from '../tools';
import { type Judgement, type PolicyCase, ROLE } from './policy-case';

/** Asks `@cloud-copilot/iam-simulate`; a case that it refuses, or of which it passes something over, is not expressible. */
export async function simulate(asked: PolicyCase): Promise<Judgement> {
  const { action, resource, resourceAccount: accountId, context, identity, boundary, resourcePolicy } = asked;
  const simulation = {
    request: {
      principal: asked.session ?? ROLE.sessionArn,
      action,
      resource: { resource, accountId },
      contextVariables: context,
    },
    identityPolicies: [{ name: 'identity', policy: identity }],
    permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }],
    ...(resourcePolicy && { resourcePolicy }),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  const answer = await simulator().runSimulation(simulation, {});
  if (answer.resultType !== 'single' || answer.result.ignoredContextKeys?.length !== 0) return 'notExpressible';
  return JUDGEMENTS[answer.overallResult];
}

const JUDGEMENTS = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'explicitDeny',
  ImplicitlyDenied: 'implicitDeny',
} as const;

/** What is used of the package, as its declarations publish it. */
interface Simulator {
  readonly runSimulation: (simulation: object, options: object) => Promise<Answer>;
}

type Answer =
  | {
      readonly resultType: 'single';
      readonly overallResult: keyof typeof JUDGEMENTS;
      readonly result: { readonly ignoredContextKeys?: readonly string[] };
    }
  | { readonly resultType: 'error'; readonly errors: { readonly message: string } }
  | { readonly resultType: 'wildcard' };

let loaded: Simulator | undefined;

/** Loaded when it is first asked: the package is AGPL, and what is built and type-checked never needs it. */
function simulator(): Simulator {
  loaded ??= load(createRequire(join(npmFolder, 'package.json')));
  return loaded;
}

function load(require: NodeJS.Require): Simulator {
  return require('@cloud-copilot/iam-simulate');
}
