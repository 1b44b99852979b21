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
  const document = documentShape.safeParse(readJson(content));
  if (!document.success) return untold('its content is no session document');
  const { sessionType, inputs } = document.data;
  // The agent neither logs nor encrypts what runs through a port.
  if (sessionType === 'Port') return present(noPreferences);
  const shape = inputsShape(home);
  const parsed = shape.safeParse(inputs);
  const malformed = parsed.success ? [] : parsed.error.issues.map(({ path: [name] }) => String(name));
  const doubtful = [...new Set([...malformed, ...untoldInputs(inputs, Object.keys(shape.shape))])];
  if (!parsed.success || doubtful.length > 0) return untold(doubtful.map((name) => reasonAt(name, inputs)).join(', '));
  // A document of commands never streams, whatever it says: session/plugins/singlecommand/singlecommand.go.
  const streams = sessionType === 'Standard_Stream' && parsed.data.cloudWatchStreamingEnabled;
  return present(preferencesOf({ ...parsed.data, cloudWatchStreamingEnabled: streams }));
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

const untold = (reason: string) => forbidden('ssm:GetDocument', reason);

const documentShape = z.object({
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
