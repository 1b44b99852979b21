import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** A step by which the template that is deployed differs from the one that `sam build` made. */
export type Derivation = (template: Document) => void;

/** Writes a changed copy of a name of its own beside the built template, whose paths to the bundles are relative. */
export function derive(builtPath: string, name: string, steps: readonly Derivation[]): string {
  const template = parseDocument(readFileSync(builtPath, 'utf8'));
  for (const step of steps) step(template);
  const path = join(dirname(builtPath), `${name}.yaml`);
  writeFileSync(path, template.toString());
  return path;
}

/** template.yaml declares AWS_ENDPOINT_URL empty, which means AWS; here the function's AWS is a ministack. */
export function callAwsAt(endpoint: string): Derivation {
  return (template) =>
    template.setIn(['Globals', 'Function', 'Environment', 'Variables', 'AWS_ENDPOINT_URL'], endpoint);
}

/**
 * Grants the execution role's IAM actions on every resource and whatever the boundary, the actions themselves unchanged.
 * ministack drops the path from a role's ARN, finds CreatePolicy and instance profiles in `*` alone, and knows neither
 * iam:PermissionsBoundary nor iam:PolicyARN, so that it would deny what AWS allows. What denies stays as it is.
 */
export const widenRights: Derivation = (template) => {
  for (const statement of statementsOf(template)) {
    if (statement.get('Effect') !== 'Allow' || !/"iam:/.test(JSON.stringify(statement.get('Action')))) continue;
    statement.set('Resource', '*');
    if (/iam:PermissionsBoundary/.test(JSON.stringify(statement.get('Condition')))) statement.delete('Condition');
  }
};

function statementsOf(template: Document): readonly YAMLMap[] {
  const path = ['Resources', 'ExecutionRole', 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement'];
  const statements = template.getIn(path);
  if (!isSeq(statements)) throw new Error('The built template has no statements in its ExecutionRole');
  return statements.items.filter((statement) => isMap(statement));
}
