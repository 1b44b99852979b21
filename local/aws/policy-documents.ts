import { AwsError } from '../../handler/aws/aws-error';
import { roleByArn, validationError } from './service';
import type { World } from './world';

type Statement = Readonly<Record<string, unknown>>;
type Refuse = (problem: string) => AwsError;

/** IAM's refusal of a document. */
export function malformed(problem: string): AwsError {
  return new AwsError('MalformedPolicyDocument', 400, problem);
}

/** Checks an identity policy as IAM does on every write. */
export function checkIdentityPolicy(document: string): void {
  checkCharacters(document);
  if (document.replace(/\s/g, '').length > 6144) {
    throw new AwsError('LimitExceeded', 409, 'Cannot exceed quota for PolicySize: 6144');
  }
  for (const { Sid, Principal, NotPrincipal, Resource, NotResource } of statementsOf(document, malformed)) {
    checkSid(Sid);
    if (Principal ?? NotPrincipal) throw malformed('Policy document should not specify a principal.');
    if ((Resource === undefined) === (NotResource === undefined)) {
      throw malformed('Policy statement must contain resources.');
    }
    const bad = list(Resource ?? NotResource).find((resource) => !/^(\*|arn:.*)$/.test(resource));
    if (bad !== undefined) throw malformed(`Resource ${bad} must be in ARN format or "*".`);
  }
}

/** Checks a trust policy and returns it as IAM keeps it: with unique ids for roles. */
export function saveTrustPolicy(world: World, document: string, quota: number): string {
  checkCharacters(document);
  if (document.replace(/\s/g, '').length > quota) {
    throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for ACLSizePerRole: ${quota}`);
  }
  for (const statement of statementsOf(document, malformed)) {
    checkSid(statement['Sid']);
    if (statement['Resource'] !== undefined) throw malformed('Has prohibited field Resource');
    if (statement['NotPrincipal'] !== undefined) throw malformed('AssumeRole policy must not use NotPrincipal');
    if (!list(statement['Action']).every((action) => /^sts:/i.test(action))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  return savePrincipals(world, document, malformed);
}

/** Checks a resource's own policy and keeps the roles it names by unique id: a role made again is another role. */
export function savePrincipals(world: World, document: string, refuse: Refuse): string {
  for (const statement of statementsOf(document, refuse)) {
    if ((statement['Principal'] === undefined) === (statement['NotPrincipal'] === undefined)) {
      throw refuse('Missing required field Principal');
    }
  }
  return mapPrincipals(document, {
    AWS: (name) => (name === '*' ? name : savePrincipal(world, name, refuse)),
    Service: (name) => {
      if (serviceName.test(name)) return name;
      throw refuse(`Invalid principal in policy: "SERVICE":"${name}"`);
    },
  });
}

/** The document as AWS shows it: ARNs again, except for roles that are gone, whose dead ids stay. */
export function renderPrincipals(world: World, document: string): string {
  return mapPrincipals(document, { AWS: (name) => renderPrincipal(world, name), Service: (name) => name });
}

/** One AWS principal as it is kept: a role by its unique id, an account by the ARN of its root. */
export function savePrincipal(world: World, name: string, refuse: Refuse): string {
  if (/^\d{12}$/.test(name)) return `arn:${world.partition}:iam::${name}:root`;
  if (new RegExp(`^arn:${world.partition}:(iam::\\d{12}:root|sts::\\d{12}:assumed-role/.+)$`).test(name)) return name;
  const role = roleByArn(world, name);
  if (role) return role.id;
  throw refuse(`Invalid principal in policy: "AWS":"${name}"`);
}

/** One AWS principal as it is shown. */
export function renderPrincipal(world: World, name: string): string {
  const roles = Object.values(world.accounts).flatMap((account) => Object.values(account.roles));
  return roles.find(({ id }) => id === name)?.arn ?? name;
}

/** Every statement of a document that is at least a policy. */
export function statementsOf(document: string, refuse: Refuse): readonly Statement[] {
  const { Version, Statement: statements } = parse(document, refuse);
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw refuse('The policy must contain a valid version string');
  }
  const found = (Array.isArray(statements) ? statements : statements === undefined ? [] : [statements]) as Statement[];
  if (found.length === 0) throw refuse('Could not parse the policy: Statement is empty!');
  for (const statement of found) checkStatement(statement, refuse);
  const sids = found.flatMap(({ Sid }) => Sid ?? []);
  if (new Set(sids).size < sids.length) throw refuse('Statement IDs (SID) in a single policy must be unique.');
  return found;
}

/** IAM's own policies are stricter here than other services' are. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
function checkSid(sid: unknown): void {
  if (!/^[A-Za-z0-9]*$/.test(String(sid ?? ''))) throw malformed('Statement IDs (SID) must be alpha-numeric.');
}

function checkStatement(statement: Statement, refuse: Refuse): void {
  const unknown = Object.keys(statement).find((element) => !elements.has(element));
  if (unknown !== undefined) throw refuse(`Syntax errors in policy: unknown element ${unknown}`);
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') {
    throw refuse(`Invalid effect: ${statement['Effect'] ?? ''}`);
  }
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html: one of the two.
  const both = statement['Action'] !== undefined && statement['NotAction'] !== undefined;
  if (both) throw refuse('Syntax errors in policy.');
  const actions = list(statement['Action'] ?? statement['NotAction']);
  if (actions.length === 0) throw refuse('Policy statement must contain actions.');
  const bad = actions.find((action) => !/^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/.test(action));
  if (bad !== undefined)
    throw refuse(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${bad}`);
  const operator = Object.keys(statement['Condition'] ?? {}).find((name) => !operators.test(name));
  if (operator !== undefined) throw refuse(`Invalid Condition type : ${operator}`);
}

const elements = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const operators =
  /^(ForAllValues:|ForAnyValue:)?((String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/i;
const serviceName =
  /^(ec2|ssm|lambda|ecs-tasks|cloudformation|events|states|s3|cloudtrail|(delivery\.)?logs(\.[a-z0-9-]+)?)\.amazonaws\.com(\.cn)?$/;

function mapPrincipals(document: string, rename: Record<'AWS' | 'Service', (name: string) => string>): string {
  const map = (principal: unknown) => {
    if (typeof principal !== 'object' || principal === null) return principal;
    return Object.fromEntries(
      Object.entries(principal).map(([kind, names]) => {
        const renamed = kind === 'AWS' || kind === 'Service' ? list(names).map(rename[kind]) : list(names);
        return [kind, Array.isArray(names) ? renamed : renamed[0]];
      }),
    );
  };
  return JSON.stringify(JSON.parse(document), (key, value) =>
    key === 'Principal' || key === 'NotPrincipal' ? map(value) : value,
  );
}

function parse(document: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(document);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refuse('Syntax errors in policy.');
}

function checkCharacters(document: string): void {
  if (document === '' || !/^[\t\n\r\u0020-\u00ff]+$/.test(document)) {
    throw validationError(
      "Value at 'policyDocument' failed to satisfy constraint: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    );
  }
}

function list(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
