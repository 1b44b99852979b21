import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renderProblems } from '../../handler/core/request/problem';
import { decide } from './decide';
import { renderDecisions } from './render';
import { parseRequest } from './request';
import { evaluationResults } from './results';

const usage = `usage: npm run explain -- REQUEST.json [--json]

Says how AWS decides on the requests of a role, which statements decide, and on what it depends. REQUEST.json, or "-" for
standard input, is the input of aws iam simulate-custom-policy; its policies may be JSON objects:

  { "CallerArn": "arn:aws:sts::111122223333:assumed-role/session-manager/app-sessions/i-*",
    "ActionNames": ["s3:PutObject"], "ResourceArns": ["arn:aws:s3:::org-session-logs/app/*.log"],
    "ResourceOwner": "444455556666",
    "PolicyInputList": [{ "Version": "2012-10-17", "Statement": [] }], "PermissionsBoundaryPolicyInputList": [],
    "ResourcePolicy": { "Version": "2012-10-17", "Statement": [] },
    "ContextEntries": [{ "ContextKeyName": "aws:SecureTransport", "ContextKeyValues": ["true"] }] }

  CallerArn       a role, or its sessions: with the role's path before its name, and * for any part of the session's
  ResourceArns    with * for everything that may be asked for there; what is true of a part only is undecided
  ResourceOwner   owns what has no account in its ARN; default: the caller's account
  ResourcePolicy  left out, there is none; but a key's, and another account's, is unseen
  ContextEntries  without values, AWS does not send the key; a key that is not listed is unknown

examples/explain.json is a whole one. exit 0: explained, whatever the decision · 2: a wrong call or file`;

/** How a command ends: what it prints, and its exit code. */
export interface Ended {
  readonly code: 0 | 2;
  readonly out: string;
  readonly err: string;
}

/** `npm run explain`: reads a request file and explains the decision on it. */
export function explain(argv: readonly string[]): Ended {
  const options = optionsOf(argv);
  if ('problem' in options) return refused(`${options.problem} (npm run explain -- --help)`);
  const { help, json, file } = options;
  if (help) return { code: 0, out: usage, err: '' };
  const read = readJson(file);
  if ('problem' in read) return refused(`${file}: ${read.problem}`);
  const parsed = parseRequest(read.value);
  if ('problems' in parsed) return refused(`${file}: Cannot be explained\n${renderProblems(parsed.problems)}`);
  const { request } = parsed;
  const decisions = decide(request);
  const out = json
    ? JSON.stringify(evaluationResults(request, decisions), null, 2)
    : renderDecisions(request, decisions);
  return { code: 0, out, err: '' };
}

const refused = (err: string): Ended => ({ code: 2, out: '', err });

function optionsOf(argv: readonly string[]) {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { json: flag, help: flag };
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [file = '', ...others] = positionals;
    if (values.help || (file !== '' && others.length === 0)) return { ...values, file };
    return { problem: `Expected one request file, got ${positionals.join(', ') || 'none'}` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function readJson(file: string) {
  try {
    const value: unknown = JSON.parse(readFileSync(file === '-' ? process.stdin.fd : file, 'utf8'));
    return { value };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
