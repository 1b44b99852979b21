import fc from 'fast-check';
import { conditionBlock, conditionRecipes } from './conditions';
import { ACCOUNT, type Document, OTHER_ACCOUNT, type PolicyCase, ROLE, type Statement } from './policy-case';
import { at, pick, type Request, requests, type Targets } from './requests';

/**
 * Requests with the policies that judge them: made to be allowed, to be denied by a statement, or to lack one Allow;
 * what stands beside the statements that do this often upsets it.
 */
export const policyCases: fc.Arbitrary<PolicyCase> = fc
  .record({
    request: requests,
    aim: fc.constantFrom('allow', 'allow', 'allow', 'explicitDeny', 'explicitDeny', 'implicitDeny', 'implicitDeny'),
    side: pick,
    identity: sideRecipes(),
    boundary: sideRecipes(),
    resource: sideRecipes(),
    hasResourcePolicy: fc.constantFrom(true, true, false),
  })
  .map(({ request, aim, side, hasResourcePolicy, ...recipes }) => {
    const { action, resource, resourceAccount, context } = request;
    const hasPolicy = /^(s3|kms):/.test(action) && (hasResourcePolicy || action.startsWith('kms:'));
    const sides = hasPolicy ? SIDES : (['identity', 'boundary'] as const);
    const chosen = at(sides, side);
    const document = (name: (typeof SIDES)[number]) =>
      documentOf(recipes[name], { request, purposes: name === chosen ? PURPOSES[aim] : ['Allow'], side: name });
    return {
      action,
      resource,
      resourceAccount,
      context,
      identity: document('identity'),
      boundary: document('boundary'),
      ...(hasPolicy && { resourcePolicy: document('resource') }),
    };
  });

const SIDES = ['identity', 'boundary', 'resource'] as const;

/** Statements that a policy holds on purpose. */
const PURPOSES = { allow: ['Allow'], explicitDeny: ['Allow', 'Deny'], implicitDeny: [] } as const;

interface Picks {
  readonly negated: number;
  readonly values: readonly number[];
}

function sideRecipes() {
  const element = fc.record({ negated: pick, values: fc.array(pick, { minLength: 1, maxLength: 2 }) });
  const statement = fc.record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: element,
    resource: element,
    principal: element,
    conditions: conditionRecipes,
  });
  return fc.record({
    version: fc.oneof(
      { weight: 6, arbitrary: fc.constant('2012-10-17' as const) },
      { weight: 1, arbitrary: fc.constantFrom('2008-10-17' as const, undefined) },
    ),
    purposeful: fc.tuple(statement, statement),
    others: fc.array(statement, { maxLength: 2 }),
  });
}

type SideRecipe = ReturnType<typeof sideRecipes> extends fc.Arbitrary<infer T> ? T : never;
type StatementRecipe = SideRecipe['purposeful'][number];

interface Place {
  readonly request: Request;
  readonly purposes: readonly ('Allow' | 'Deny')[];
  readonly side: (typeof SIDES)[number];
}

function documentOf({ version, purposeful, others }: SideRecipe, place: Place): Document {
  const onPurpose = place.purposes.map((effect, index) =>
    statementOf({ ...at(purposeful, index), effect }, hits, place),
  );
  const byChance = others.map((recipe) => statementOf(recipe, anything, place));
  const statements = [...onPurpose, ...byChance];
  const silent = statementOf({ ...purposeful[0], effect: 'Allow' }, misses, place);
  return { ...(version && { Version: version }), Statement: statements.length === 0 ? [silent] : statements };
}

/** Chooses an element's values for a statement that is to apply, is not to apply, or may. */
type Choice = (targets: Targets, picks: Picks) => { readonly not: boolean; readonly values: readonly string[] };

const negation = ({ negated }: Picks) => negated % 6 === 5;
const hits: Choice = (targets, picks) =>
  negation(picks)
    ? { not: true, values: picks.values.map((index) => at(targets.misses, index)) }
    : { not: false, values: chosen([targets.hits, [...targets.hits, ...targets.misses]], picks) };
const misses: Choice = (targets, picks) => ({ not: false, values: chosen([targets.misses], picks) });
const anything: Choice = (targets, picks) => ({
  not: negation(picks),
  values: chosen([[...targets.hits, ...targets.misses]], picks),
});

function chosen(lists: readonly (readonly string[])[], { values }: Picks): readonly string[] {
  return values.map((index, place) => at(at(lists, Math.min(place, lists.length - 1)), index));
}

function statementOf(recipe: StatementRecipe, choose: Choice, { request, side }: Place) {
  const element = (name: string, targets: Targets, picks: Picks) => {
    const { not, values } = choose(targets, picks);
    return { [`${not ? 'Not' : ''}${name}`]: values.length === 1 ? values[0] : values };
  };
  return {
    Effect: recipe.effect,
    ...(side === 'resource' && principalElement(recipe.effect, choose(PRINCIPALS, recipe.principal))),
    ...element('Action', request.actions, recipe.action),
    ...element('Resource', request.resources, recipe.resource),
    Condition: conditionBlock(recipe.conditions, request),
  };
}

const PRINCIPALS: Targets = {
  hits: [ROLE.arn, ACCOUNT, '*', `arn:aws:iam::${ACCOUNT}:root`, ROLE.sessionArn],
  misses: [
    `arn:aws:iam::${ACCOUNT}:role/app/other-role`,
    OTHER_ACCOUNT,
    ROLE.sessionArn.replace(ROLE.sessionName, 'i-0def'),
    `arn:aws:iam::${OTHER_ACCOUNT}:role/app/${ROLE.name}`,
    's3.amazonaws.com',
  ],
};

/** `NotPrincipal` with Allow is not supported, so that there is no answer to compare with. */
function principalElement(effect: Statement['Effect'], { not: excluded, values }: ReturnType<Choice>) {
  const [first, ...others] = values;
  const not = excluded && effect === 'Deny';
  if (!not && first === '*' && others.length === 0) return { Principal: first };
  const [services = [], principals = []] = [true, false].map((service) =>
    values.filter((value) => value.endsWith('.amazonaws.com') === service),
  );
  const named = {
    ...(principals.length > 0 && { AWS: principals }),
    ...(services.length > 0 && { Service: services }),
  };
  return { [not ? 'NotPrincipal' : 'Principal']: named };
}
