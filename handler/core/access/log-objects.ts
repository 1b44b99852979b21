import { WITHOUT_SEPARATORS } from '../policy/relation';
import type { RequiredBucket } from './requirements';

/** The pattern of every session's id, which names its log object and its log stream. */
export const SESSION_ID = WITHOUT_SEPARATORS;

/** Where the agent's objects begin; a prefix holds no wildcard. */
export const objectsOf = ({ arn, keyPrefix }: RequiredBucket) => `${arn}/${keyPrefix === '' ? '' : `${keyPrefix}/`}`;

export const logObjectsOf = (bucket: RequiredBucket) => `${objectsOf(bucket)}${SESSION_ID}.log`;
