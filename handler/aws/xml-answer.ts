import { parseXML } from '@aws-sdk/xml-builder';
import { type Answered, refusal, unreadable } from './signed-client';

/** What an element holds, by name; an element without children holds none. */
export type Members = Readonly<Record<string, unknown>>;

/** The document of an answer. */
export function documentOf({ text }: Answered): Members {
  try {
    return membersOf(parseXML(text));
  } catch {
    throw unreadable('XML');
  }
}

/** An element's members, without its namespace. */
export function membersOf(element: unknown): Members {
  if (typeof element !== 'object' || element === null) return {};
  const { xmlns: _, ...members } = Object.fromEntries(Object.entries(element));
  return members;
}

/** The error that the SDK's own clients would throw, from what may be no XML at all, or nothing. */
export function refusalOf(answered: Answered): Error {
  const { Code = 'UnknownError', Message = '' } = errorOf(answered);
  return refusal(answered, String(Code), String(Message));
}

function errorOf(answered: Answered): Members {
  try {
    const document = documentOf(answered);
    return membersOf(document['Error'] ?? membersOf(document['ErrorResponse'])['Error']);
  } catch {
    return { Message: answered.text.slice(0, 200) };
  }
}
