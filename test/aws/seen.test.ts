import { AwsError } from '../../handler/aws/aws-error';
import { seen } from '../../handler/aws/seen';
import { present } from '../../handler/core/seen';

const failing = (code: string, status: number) => () => Promise.reject(new AwsError(code, status, 'no'));

test.each([
  { code: 'NoSuchBucketPolicy', status: 404, is: { state: 'absent' }, because: 'there is none' },
  {
    code: 'AccessDenied',
    status: 403,
    is: { state: 'forbidden', reason: 's3:GetBucketPolicy refused: AccessDenied', code: 'AccessDenied' },
    because: 'a right is missing',
  },
  {
    code: 'SlowDown',
    status: 503,
    is: { state: 'forbidden', reason: 's3:GetBucketPolicy not answered: SlowDown', cause: 'unanswered' },
    because: 'it passes, and says nothing of rights',
  },
  {
    code: 'ECONNRESET',
    status: 0,
    is: { state: 'forbidden', reason: 's3:GetBucketPolicy not answered: ECONNRESET', cause: 'unanswered' },
    because: 'the network is no right either',
  },
])('$code is seen as $is.state, since $because', async ({ code, status, is }) => {
  expect(await seen('s3:GetBucketPolicy', failing(code, status))).toEqual(expect.objectContaining(is));
  if (!('cause' in is)) expect(await seen('s3:GetBucketPolicy', failing(code, status))).not.toHaveProperty('cause');
});

test('what is read is seen as it is', async () => {
  expect(await seen('s3:GetBucketPolicy', () => Promise.resolve(present('{}')))).toEqual(present('{}'));
});

test('what is no answer of AWS is nobody’s absence', async () => {
  await expect(seen('s3:GetBucketPolicy', () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
});
