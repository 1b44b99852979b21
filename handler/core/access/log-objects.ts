import { literal } from '../policy/glob';
import { WITHOUT_SEPARATORS } from '../policy/relation';
import type { RequiredBucket } from './requirements';

/** The pattern of every session's id, which names its log object and its log stream. */
export const SESSION_ID = WITHOUT_SEPARATORS;

/** Where the agent's objects begin; a wildcard in the prefix is the user's own character. */
export const objectsOf = ({ arn, keyPrefix }: RequiredBucket) =>
  `${arn}/${keyPrefix === '' ? '' : `${literal(keyPrefix)}/`}`;

export const logObjectsOf = (bucket: RequiredBucket) => `${objectsOf(bucket)}${SESSION_ID}.log`;
