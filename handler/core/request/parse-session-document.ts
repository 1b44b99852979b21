import * as z from 'zod/mini';
import { forbidden, present, type Seen } from '../seen';
import { type Home, sessionKey } from './arn';
import type { Preferences } from './properties';
import { bucketName, keyPrefix, logGroupName } from './session-shapes';

/**
 * Reads a session document's preferences from its JSON text as the agent does, which takes a flag that is left out for
 * false and a name that is empty for none. What cannot be told is named by its place alone: a document may be another
 * account's, and its text is never quoted. Source: amazon-ssm-agent, agent/framework/docparser/docparser.go.
 */
export function parseSessionDocument(content: string, home: Home): Seen<Preferences> {
  const written = readJson(content);
  const document = documentShape.safeParse(written);
  if (!document.success) return untold(['its content is no session document']);
  const { sessionType, inputs } = document.data;
  const beside = besideInputs(document.data, JSON.stringify(written));
  // The agent neither logs nor encrypts what runs through a port.
  if (sessionType === 'Port') return beside.length > 0 ? untold(beside) : present(noPreferences);
  const shape = inputsShape(home);
  const parsed = shape.safeParse(inputs);
  const malformed = parsed.success ? [] : parsed.error.issues.map(({ path: [name] }) => String(name));
  const doubtful = [...new Set([...malformed, ...untoldInputs(inputs, Object.keys(shape.shape))])];
  const reasons = [...doubtful.map((name) => reasonAt(name, inputs)), ...beside];
  if (!parsed.success || reasons.length > 0) return untold(reasons);
  // A document of commands never streams, whatever it says: session/plugins/singlecommand/singlecommand.go.
  const streams = sessionType === 'Standard_Stream' && parsed.data.cloudWatchStreamingEnabled;
  return present(preferencesOf({ ...parsed.data, cloudWatchStreamingEnabled: streams }));
}

/** What else the agent reads of a document, and this function does not. */
function besideInputs(document: object, text: string): readonly string[] {
  const inputs = Object.keys(document).filter((name) => name !== 'inputs' && name.toLowerCase() === 'inputs');
  return [
    ...inputs.map((name) => `its ${name} are not spelled as Session Manager spells them`),
    // The agent resolves these wherever they stand in inputs, properties and defaults, and ends the session where it may not.
    ...(/\{\{\s*ssm:/.test(text) ? ['it reads Parameter Store, which takes ssm:GetParameters of the role'] : []),
  ];
}

/** Inputs that the agent reads and this function would not: parameters, and names in another case, which Go ignores. */
function untoldInputs(inputs: Readonly<Record<string, unknown>>, read: readonly string[]): readonly string[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    const meant = read.find((known) => known.toLowerCase() === name.toLowerCase());
    return meant !== undefined && (meant !== name || isParameter(value)) ? [name] : [];
  });
}

const isParameter = (value: unknown) => typeof value === 'string' && value.includes('{{');

/** What the agent does where nobody ever saved preferences. */
export const noPreferences: Preferences = {
  s3EncryptionEnabled: false,
  cloudWatchEncryptionEnabled: false,
  cloudWatchStreamingEnabled: false,
};

const untold = (reasons: readonly string[]) => forbidden('ssm:GetDocument', reasons.join(', '));

const documentShape = z.looseObject({
  schemaVersion: z.literal('1.0'),
  sessionType: z.enum(['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands', 'Port']),
  inputs: z._default(z.record(z.string(), z.unknown()), {}),
});

// As the agent's strconv.ParseBool reads them; streaming alone must be a boolean.
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['', '0', 'f', 'F', 'FALSE', 'false', 'False'];
const flag = z._default(
  z.union([
    z.boolean(),
    z.pipe(
      z.literal([...TRUE, ...FALSE]),
      z.transform((text) => TRUE.includes(text)),
    ),
  ]),
  false,
);
const orNothing = <T extends z.ZodMiniType>(shape: T) => z.optional(z.union([z.literal(''), shape]));

function inputsShape(home: Home) {
  return z.object({
    s3BucketName: orNothing(bucketName),
    s3KeyPrefix: z._default(keyPrefix, ''),
    s3EncryptionEnabled: flag,
    cloudWatchLogGroupName: orNothing(logGroupName),
    cloudWatchEncryptionEnabled: flag,
    cloudWatchStreamingEnabled: z._default(z.boolean(), false),
    kmsKeyId: orNothing(sessionKey(home)),
  });
}

function preferencesOf({ s3BucketName, cloudWatchLogGroupName, kmsKeyId, ...rest }: Inputs): Preferences {
  return {
    ...rest,
    ...(s3BucketName && { s3BucketName }),
    ...(cloudWatchLogGroupName && { cloudWatchLogGroupName }),
    ...(kmsKeyId && { kmsKeyId }),
  };
}

type Inputs = z.infer<ReturnType<typeof inputsShape>>;

function reasonAt(name: string, inputs: Readonly<Record<string, unknown>>): string {
  if (isParameter(inputs[name])) return `inputs.${name} is a parameter`;
  return `inputs.${name} is not of the form that Session Manager takes`;
}

function readJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
