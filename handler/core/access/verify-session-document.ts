import { parseArn } from '../arn';
import type { Preferences } from '../request/properties';
import type { AgentRole } from './agent-requests';
import { act, type Finding } from './findings';
import type { ObservedAccess } from './observed';
import { places } from './places';
import type { RequiredSessionDocument, Requirements } from './requirements';
import { afterRefusal } from './unreadable';

/** Whether the session document that the role serves can be read, and says what the template says beside it. */
export function verifySessionDocument(
  role: AgentRole,
  { sessionDocument, region }: Requirements,
  seen: ObservedAccess,
): readonly Finding[] {
  if (sessionDocument === undefined || seen.sessionDocument === undefined) return [];
  const { name } = sessionDocument;
  const common = { place: places.sessionDocument(name), role: role.name, account: role.account, actions: [] } as const;
  switch (seen.sessionDocument.state) {
    case 'absent': {
      const remedy = act(`create the session document in ${region} and share it, or correct SessionDocumentName`);
      const found = { code: 'SessionDocumentMissing', verdict: 'broken', consequence: 'session refused' } as const;
      return [{ ...common, ...found, account: parseArn(name)?.account || role.account, evidence: [], remedy }];
    }
    case 'forbidden': {
      const { action, reason } = seen.sessionDocument;
      const allow = 'let the function read it, or state its preferences as properties in its stead';
      const remedy = afterRefusal(seen.sessionDocument, allow);
      const found = { code: 'SessionDocumentUnreadable', verdict: 'cannotTell', consequence: 'log lost' } as const;
      return [{ ...common, ...found, evidence: [reason ?? `${action} refused`], remedy }];
    }
    case 'present':
      return disagreements(sessionDocument, seen.sessionDocument.value, seen).map((disagreement) => ({
        ...common,
        ...disagreement,
        code: 'SessionDocumentDisagrees',
        remedy: act('take these properties out of the template, or let the document say the same'),
      }));
    default:
      return seen.sessionDocument satisfies never;
  }
}

type Disagreement = Pick<Finding, 'verdict' | 'consequence' | 'evidence'>;

function disagreements(
  { stated }: RequiredSessionDocument,
  told: Preferences,
  seen: ObservedAccess,
): readonly Disagreement[] {
  const differing = (names: readonly (keyof Preferences)[]) =>
    names.filter((name) => stated[name] !== undefined && stated[name] !== told[name]);
  const key = differing(['kmsKeyId']).length === 0 ? 'same' : sameKey(stated.kmsKeyId, told.kmsKeyId, seen);
  const elsewhere = differing(['s3BucketName', 's3KeyPrefix', 'cloudWatchLogGroupName']);
  // Where encryption is demanded, the agent first asks for that of a bucket which the role may not read.
  const asksAnother = elsewhere.includes('s3BucketName') && told.s3BucketName !== undefined && told.s3EncryptionEnabled;
  const flags = differing(['s3EncryptionEnabled', 'cloudWatchEncryptionEnabled', 'cloudWatchStreamingEnabled']);
  return [
    ...about(elsewhere, 'broken', asksAnother ? 'session refused' : 'log lost'),
    ...about(key === 'another' ? ['kmsKeyId'] : [], 'broken', 'session refused'),
    ...about(key === 'unknown' ? ['kmsKeyId'] : [], 'cannotTell', 'session refused'),
    ...about([...flags, ...(key === 'none' ? (['kmsKeyId'] as const) : [])], 'advice', 'advice'),
  ];
}

function about(
  names: readonly (keyof Preferences)[],
  verdict: Finding['verdict'],
  consequence: Finding['consequence'],
): readonly Disagreement[] {
  // A property bears the preference's name in PascalCase.
  const evidence = names.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  return names.length === 0 ? [] : [{ verdict, consequence, evidence }];
}

/** One key has many names; whose alias is another's nobody reads from here. */
function sameKey(
  stated: string | undefined,
  told: string | undefined,
  { sessionKey }: ObservedAccess,
): 'same' | 'another' | 'none' | 'unknown' {
  // Without a key the agent encrypts nothing, and nothing is refused.
  if (stated === undefined || told === undefined) return 'none';
  const arn = sessionKey?.metadata.state === 'present' ? sessionKey.metadata.value.arn : stated;
  if (told.includes('alias/') || !arn.includes(':key/')) return 'unknown';
  return told === arn || arn.endsWith(`:key/${told}`) ? 'same' : 'another';
}
