import * as z from 'zod/mini';
import { list, pattern, text, unique } from './shapes';
import { unknownName } from './suggestion';

/** A role's name, which the managed policy and the instance profile bear too. */
export const roleName = pattern('1 to 64 characters of [\\w+=,.@-]', 64, /^[\w+=,.@-]+$/);

/**
 * A path that role, policy and instance profile can share: the policy's pattern is the narrowest, see
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export const iamPath = pattern(
  'at most 512 characters, names of letters, digits and _+=,.@- between one "/" and the next, which also begin and end it',
  512,
  /^\/(?:[\w+=,.@-]+\/)*$/,
);

/** A path under the one that the function's deployer gave it. */
export function pathUnder(rolePath: string) {
  return iamPath.check(
    z.refine((path) => path.startsWith(rolePath), { error: `Must lie under the function's RolePath "${rolePath}"` }),
  );
}

/** A role's description over IAM's own set of characters. */
export const description = text(
  'at most 1000 characters from the range that IAM allows, which ends at U+00FF',
  (value) => value.length <= 1000 && /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/.test(value),
);

const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const reserved = /^(?:aws|session-manager-role):/i;

const tag = z.strictObject(
  {
    Key: pattern('a tag key of 1 to 128 letters, digits, spaces and _.:/=+-@', 128, tagCharacters).check(
      z.refine((key) => key !== '', { error: 'Must not be empty', abort: true }),
      z.refine((key) => !reserved.test(key), { error: 'Must not begin with "aws:" or "session-manager-role:"' }),
    ),
    Value: pattern('a tag value of at most 256 letters, digits, spaces and _.:/=+-@', 256, tagCharacters),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownName('property', issue.keys[0] ?? '', ['Key', 'Value'])
        : 'Expected an object with Key and Value',
  },
);

/** Tags, of which IAM allows 50; the rest is left to our own. IAM tells role tags apart regardless of letter case. */
export const tags = list('tags', 45, tag).check(
  unique(({ Key }) => Key.toLowerCase(), 'Tag keys must differ in more than letter case'),
);
