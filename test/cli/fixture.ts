import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../cli/explain/command';

/** examples/explain.json, from which every test departs. */
export const example: Readonly<Record<string, unknown>> = JSON.parse(readFileSync('examples/explain.json', 'utf8'));
export const entry = (ContextKeyName: string, ...ContextKeyValues: readonly string[]) => ({
  ContextKeyName,
  ContextKeyValues,
});
export const overTls = entry('aws:SecureTransport', 'true');
export const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
export const allow = { Sid: 'A', Effect: 'Allow', Action: '*', Resource: '*' };
export const everyone = { Principal: '*' };
export const roleArn = 'arn:aws:iam::111122223333:role/session-manager/app-sessions';
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-8888-7777-6666-555555555555';

/** Explains a request file of this content. */
export function explained(content: unknown, ...options: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'explain-'));
  const path = join(directory, 'request.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const ended = explain([path, ...options]);
  rmSync(directory, { recursive: true });
  return ended;
}

/** The one result on the example with these members instead. */
export function resultOf(request: object) {
  const { code, out, err } = explained({ ...example, ...request }, '--json');
  if (code !== 0) throw new Error(err);
  const [result] = JSON.parse(out).EvaluationResults;
  return { ...result, matched: result.MatchedStatements.map((one: { StatementName: string }) => one.StatementName) };
}

/** A request within one account, under nothing but what a row says. */
export const alone = {
  ResourceOwner: '111122223333',
  PolicyInputList: [policy()],
  ResourcePolicy: undefined,
  ContextEntries: [],
};
