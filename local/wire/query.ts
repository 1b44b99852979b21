import { AwsError } from '../../handler/aws/aws-error';
import type { Asked, Protocol, Reply, WireRequest } from './protocol';
import { xmlDocument } from './xml';

/** AWS Query, as IAM, STS and CloudFormation speak it: a form in, XML out. */
export const query: Protocol = { read, answer, refuse };

interface Service {
  readonly version: string;
  readonly namespace: string;
  readonly timestamp: (date: Date) => string;
}

const services: Readonly<Record<string, Service>> = {
  iam: { version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', timestamp: inSeconds },
  sts: { version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', timestamp: inSeconds },
  cloudformation: {
    version: '2010-05-15',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    timestamp: (date) => date.toISOString(),
  },
};

// A form knows only text; these names mean the same in every operation of the table.
const numbers = new Set(['DurationSeconds', 'MaxItems', 'MaxSessionDuration', 'MinimumSessionTokenSize']);
const booleans = new Set(['SetAsDefault']);
const lists = new Set(['PolicyArns', 'ProvidedContexts', 'TagKeys', 'Tags', 'TransitiveTagKeys']);

// Of the operations that answer nothing, this one has a result in IAM's model all the same.
const resultsWithoutMembers = new Set(['iam:UpdateRole']);

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
const suffixed = new Set(['RegionDisabled']);

type Form = { [name: string]: string | Form };

function read(request: WireRequest, service: string): Asked {
  const { Action: action, Version: version, ...members } = formOf(request.body);
  if (typeof action !== 'string' || version === undefined || version !== services[service]?.version) {
    throw new AwsError('InvalidAction', 400, `Could not find operation ${action} for version ${version}`);
  }
  return { operation: `${service}:${action}`, input: structure(members) };
}

/** `Tags.member.1.Key=a` becomes `{ Tags: { member: { 1: { Key: 'a' } } } }`. */
function formOf(body: string): Form {
  const form: Form = {};
  for (const [key, value] of new URLSearchParams(body)) place(form, key.split('.'), value);
  return form;
}

function place(form: Form, [name = '', ...deeper]: readonly string[], value: string): void {
  const known = Object.hasOwn(form, name) ? form[name] : undefined;
  const branch = typeof known === 'object' ? known : {};
  form[name] = deeper.length === 0 ? value : branch;
  if (deeper.length > 0) place(branch, deeper, value);
}

function structure(form: Form): Record<string, unknown> {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, member(name, value)]));
}

function member(name: string, value: string | Form): unknown {
  if (typeof value === 'string') return scalar(name, value);
  const entries = value['member'];
  return typeof entries === 'object' ? inOrder(entries) : structure(value);
}

function scalar(name: string, text: string): unknown {
  // An empty list is sent as `Tags=`, since a form has no other way to say it.
  if (lists.has(name) && text === '') return [];
  if (booleans.has(name)) return text === 'true';
  return numbers.has(name) ? Number(text) : text;
}

// Integer keys of an object come in ascending order, whatever order they were written in.
function inOrder(entries: Form): readonly unknown[] {
  return Object.values(entries).map((entry) => (typeof entry === 'string' ? entry : structure(entry)));
}

function answer({ operation }: Asked, output: object, { id }: WireRequest): Reply {
  const [service = '', action] = operation.split(':');
  const ResponseMetadata = { RequestId: id };
  const hasResult = Object.keys(output).length > 0 || resultsWithoutMembers.has(operation);
  const result = hasResult ? { [`${action}Result`]: output } : {};
  return reply(200, service, `${action}Response`, { ...result, ResponseMetadata });
}

function refuse(error: AwsError, { id }: WireRequest, service: string): Reply {
  const Type = error.status < 500 ? 'Sender' : 'Receiver';
  const Code = suffixed.has(error.code) ? `${error.code}Exception` : error.code;
  return reply(error.status, service, 'ErrorResponse', {
    Error: { Type, Code, Message: error.message },
    RequestId: id,
  });
}

function reply(status: number, name: string, root: string, content: object): Reply {
  const service = services[name] ?? { namespace: '', timestamp: inSeconds };
  const body = xmlDocument(root, service.namespace, content, { list: 'member', timestamp: service.timestamp });
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function inSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
