import { isDate } from 'node:util/types';
import { AwsError } from '../../handler/aws/aws-error';
import type { Asked, Protocol, Reply, WireRequest } from './protocol';

/** AWS JSON, as the services below speak it. */
export const json: Protocol = { read, answer, refuse };

const targets: Readonly<Record<string, string>> = {
  cloudwatch: 'GraniteServiceVersion20100801',
  events: 'AWSEvents',
  kms: 'TrentService',
  logs: 'Logs_20140328',
  organizations: 'AWSOrganizationsV20161128',
  ssm: 'AmazonSSM',
};

// The JSON services' own words for what the query services call otherwise; they refuse a caller with 400.
const dialect: Readonly<Record<string, string>> = {
  InvalidAction: 'UnknownOperation',
  InvalidClientTokenId: 'UnrecognizedClient',
  SignatureDoesNotMatch: 'InvalidSignature',
  ValidationError: 'Validation',
};

// https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html: these bear no suffix.
const common = ['IncompleteSignature', 'InternalFailure', 'RequestExpired'];
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html#API_GetDocument_Errors: nor do these.
const bare = new Set([...common, 'InvalidDocument', 'InvalidDocumentVersion', 'InvalidNextToken']);

function read(request: WireRequest, service: string): Asked {
  const [prefix, action] = (request.headers['x-amz-target'] ?? '').split('.');
  if (!action || prefix !== targets[service]) {
    throw new AwsError('InvalidAction', 400, `x-amz-target must name an operation of ${targets[service]}`);
  }
  return { operation: `${service}:${action}`, input: objectOf(request.body) };
}

function objectOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new AwsError('Serialization', 400, 'The body is not a JSON object');
}

function answer(_asked: Asked, output: object): Reply {
  return reply(200, output);
}

function refuse(error: AwsError, _request: WireRequest, service: string): Reply {
  const own = dialect[error.code];
  const code = own ?? error.code;
  const __type = bare.has(code) ? code : `${code}Exception`;
  // As each service's model has it.
  const text = service === 'organizations' || service === 'ssm' ? 'Message' : 'message';
  return reply(own ? 400 : error.status, { __type, [text]: error.message });
}

function reply(status: number, content: object): Reply {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status, headers, body: JSON.stringify(inEpochSeconds(content)) };
}

function inEpochSeconds(value: unknown): unknown {
  if (isDate(value)) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(inEpochSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inEpochSeconds(member)]));
}
