import { arnRelation } from './arn-relation';
import { allOf, anyOf, type Certainty, maybe, not } from './certainty';
import type { Statement } from './document';
import { relation } from './relation';
import type { AccessRequest } from './request';
import { type Expanded, expand, type Scope, unresolved, withoutVariables } from './variables';

/** Whether a statement is about a resource, or about every one of a set; a trust policy's names none. */
export function resourceMatches({ resources, principals }: Statement, request: Requested, scope: Scope): Certainty {
  if (resources === undefined) return 'yes';
  const within = principals === undefined ? 'identity' : 'resource';
  const written = resources.values.map((value) => ({ value, within, ...expandedResource(value, scope) }) as const);
  const named = anyOf(written.map((one) => resourceNamed(one, request)));
  return allOf([resources.not ? not(named) : named, ...unresolved(written)]);
}

type Requested = Pick<AccessRequest, 'resource' | 'services'>;

function expandedResource(value: string, scope: Scope): Expanded {
  return expand(value, placed(value) ? scope : withoutVariables(scope), 'pattern');
}

/**
 * "You can't use a variable to replace parts of the ARN before the fifth colon":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function placed(value: string): boolean {
  return value.slice(0, value.indexOf('${')).split(':').length > 5;
}

interface Written extends Expanded {
  readonly value: string;
  readonly within: 'identity' | 'resource';
}

function resourceNamed(written: Written, { resource, services }: Requested): Certainty {
  if (services !== undefined && isOfAnother(written.text, services)) return 'no';
  const relations = readingsOf(written).map((reading) => relation(reading, resource));
  if (relations.every((related) => related === 'misses')) return 'no';
  const isProven = relations.every((related) => related === 'covers') && !strays(written.text, resource);
  const met = isProven ? 'yes' : maybe({ about: 'someResources', pattern: written.value });
  return allOf([met, ...unresolved([written])]);
}

function isOfAnother(arn: string, services: readonly string[]): boolean {
  const [, service] = /^arn:[\w-]+:([\w-]+):/.exec(arn) ?? [];
  return service !== undefined && !services.includes(service);
}

/**
 * "When you specify an incomplete ARN … in an identity-based policy, AWS automatically completes the ARN by adding wildcard
 * characters (*) to all missing fields". Of one in a resource policy, or of one whose own wildcards may stand for the
 * missing fields, the page says nothing: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
function readingsOf({ text, within }: Written): readonly string[] {
  const missing = 6 - text.split(':').length;
  if (missing <= 0 || !text.startsWith('arn:')) return [text];
  const completed = `${text}${':*'.repeat(missing)}`;
  return within === 'identity' && !/[*?]/.test(text) ? [completed] : [text, completed];
}

/**
 * Whether a match may need a wildcard that leaves its segment of the ARN, as only a `*` may that is the segment's last
 * character: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
function strays(pattern: string, resource: string): boolean {
  const mayLeave = pattern.split(':').every((segment) => /^[^*?]*\**$/.test(segment));
  return !mayLeave && arnRelation(pattern, resource) !== 'covers';
}
