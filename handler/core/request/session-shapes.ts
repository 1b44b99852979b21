import * as z from 'zod/mini';
import { pattern } from './shapes';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; the refused suffixes are those of
// access points, directory buckets and table buckets, to which the agent cannot log.
export const bucketName = pattern(
  'the name of a general purpose bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  63,
  /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$|.*\.\.|.*(?:-s3alias|--ol-s3|--x-s3|--table-s3|\.mrap)$)[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
);

// The prefix becomes part of a policy's Resource, where wildcards, variables and characters past U+00FF have no place.
export const keyPrefix = z.pipe(
  pattern(
    'at most 512 characters of Latin text without segments "." and "..", wildcards, "$", quotes and backslashes',
    512,
    /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[ !#%&(-)+->@-[\]-~\u00A1-\u00FF]*$/,
  ),
  // As the agent's path.Join does.
  z.transform((prefix) => prefix.split('/').filter(Boolean).join('/')),
);

export const logGroupName = pattern('a log group name: 1 to 512 characters of [._/#A-Za-z0-9-]', 512, /^[\w./#-]+$/);
