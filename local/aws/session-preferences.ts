import { AwsError } from '../../handler/aws/aws-error';

/** The `inputs` of a session document, by AWS's own names. */
export interface SessionPreferences {
  readonly s3BucketName?: string;
  readonly s3KeyPrefix?: string;
  readonly s3EncryptionEnabled?: boolean;
  readonly cloudWatchLogGroupName?: string;
  readonly cloudWatchEncryptionEnabled?: boolean;
  readonly cloudWatchStreamingEnabled?: boolean;
  readonly kmsKeyId?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** What the agent makes of a session document's content; it refuses the session where it makes nothing of it. */
// Source: amazon-ssm-agent, agent/framework/docparser: docparser.go, and ConvertToBool in parameters/parameters.go.
export function preferencesOf(content: string): SessionPreferences {
  const { schemaVersion, sessionType, inputs = {}, parameters = {} } = objectOf(parsed(content), 'The document');
  if (schemaVersion !== '1.0') throw refused(`Schema version ${schemaVersion} is not supported`);
  if (sessionType === 'Port') return {};
  const given = withDefaults(objectOf(inputs, 'inputs'), objectOf(parameters, 'parameters'));
  const streaming = given['cloudWatchStreamingEnabled'] ?? false;
  // The one flag that the agent takes from no text.
  if (typeof streaming !== 'boolean') throw refused('cloudWatchStreamingEnabled is no boolean');
  return {
    s3BucketName: text(given, 's3BucketName'),
    s3KeyPrefix: text(given, 's3KeyPrefix'),
    s3EncryptionEnabled: flag(given, 's3EncryptionEnabled'),
    cloudWatchLogGroupName: text(given, 'cloudWatchLogGroupName'),
    cloudWatchEncryptionEnabled: flag(given, 'cloudWatchEncryptionEnabled'),
    // Commands are logged when they have ended: singlecommand.go.
    cloudWatchStreamingEnabled: streaming && sessionType === 'Standard_Stream',
    kmsKeyId: text(given, 'kmsKeyId'),
  };
}

/** Each `{{ name }}` has the default of its parameter, since whoever starts the session may leave it at that. */
function withDefaults(inputs: Json, parameters: Json): Json {
  const defaultOf = (name: string) => String(objectOf(parameters[name], `{{ ${name} }}`)['default'] ?? '');
  const filled = (value: unknown) =>
    typeof value === 'string' ? value.replace(/\{\{\s*(\S+?)\s*\}\}/g, (_whole, name) => defaultOf(name)) : value;
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, filled(value)]));
}

function text(inputs: Json, name: string): string {
  const value = inputs[name] ?? '';
  if (typeof value !== 'string') throw refused(`${name} is no text`);
  return value;
}

function flag(inputs: Json, name: string): boolean {
  const value = inputs[name] ?? '';
  if (typeof value === 'boolean') return value;
  // Go's strconv.ParseBool, and an empty text for false.
  if (typeof value === 'string' && /^(1|t|T|true|True|TRUE)$/.test(value)) return true;
  if (typeof value === 'string' && /^(|0|f|F|false|False|FALSE)$/.test(value)) return false;
  throw refused(`${name} is neither true nor false`);
}

function objectOf(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw refused(`${what} is no object`);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) throw refused('The document is no JSON');
    throw error;
  }
}

function refused(problem: string): AwsError {
  return new AwsError('Refused', 0, `Encountered an error while parsing the session document: ${problem}`);
}
