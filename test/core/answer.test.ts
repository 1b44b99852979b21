import fc from 'fast-check';
import { type Attributes, answer, type Outcome, succeeded } from '../../handler/core/answer';
import { origin } from './identity/fixture';

const LOG_STREAM = '2030/01/01/[$LATEST]0123456789abcdef0123456789abcdef';
const END = ` (see log stream ${LOG_STREAM})`;
const SMALL = 'x'.repeat(20);

const attributes: Attributes = {
  RoleArn: 'arn:aws:iam::111122223333:role/session/app-sessions',
  RoleName: 'app-sessions',
  RoleId: 'AROAEXAMPLEEXAMPLE000',
  PolicyArn: 'arn:aws:iam::111122223333:policy/session/app-sessions',
  InstanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/session/app-sessions',
  InstanceProfileName: 'app-sessions',
  InstanceProfileId: 'AIPAEXAMPLEEXAMPLE000',
  S3KmsKeyArn: '',
  KmsKeyArn: '',
  VerificationStatus: 'UNPROVEN',
  VerificationSummary: 'cannotTell BucketPolicyUnreadable (BucketPolicy of "org-logs")',
  RequiredBucketPolicy: '',
  RequiredKeyPolicy: '',
};
const success = (changed: Partial<Attributes> = {}): Extract<Outcome, { status: 'SUCCESS' }> => ({
  status: 'SUCCESS',
  physicalId: 'app-sessions',
  attributes: { ...attributes, ...changed },
});

const bytes = (text: string) => Buffer.byteLength(text);
const parsed = (body: string): Record<string, unknown> => JSON.parse(body);
const echoed = {
  PhysicalResourceId: 'app-sessions',
  StackId: origin.stackId,
  RequestId: origin.requestId,
  LogicalResourceId: 'SessionRole',
};

/** What a reason may be made of: plain words, what JSON escapes, what UTF-8 widens, and halves of characters. */
const characters = fc.constantFrom('a', ' ', '"', '\\', '\n', '\u0000', '\u2028', 'é', '漢', '😀', '\ud83d', '\ude00');
const texts = fc
  .tuple(fc.array(characters, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 10_000 }))
  .map(([unit, length]) => unit.join('').repeat(length).slice(0, length));

test('every reason fits, keeps its head and ends with the log stream', () => {
  fc.assert(
    fc.property(texts, (reason) => {
      const body = answer(origin, { status: 'FAILED', physicalId: 'app-sessions', reason }, LOG_STREAM);
      expect(bytes(body)).toBeLessThanOrEqual(4096);
      const { Reason, ...rest } = parsed(body);
      expect(rest).toEqual({ Status: 'FAILED', ...echoed });
      const kept = String(Reason).slice(0, -END.length);
      expect(String(Reason).slice(-END.length)).toBe(END);
      expect(kept === reason || (kept.endsWith('…') && reason.startsWith(kept.slice(0, -1)))).toBe(true);
    }),
  );
});

test('a reason is cut no shorter than it must be, and never within a character', () => {
  fc.assert(
    fc.property(texts, (reason) => {
      const body = answer(origin, { status: 'FAILED', physicalId: 'app-sessions', reason }, LOG_STREAM);
      const kept = String(parsed(body)['Reason']).slice(0, -END.length);
      if (kept === reason) return;
      const head = kept.slice(0, -1);
      const next = String.fromCodePoint(reason.codePointAt(head.length) ?? 0);
      expect([...`${head}${next}`].at(-1)).toBe(next);
      expect(bytes(body) + bytes(JSON.stringify(next)) - 2).toBeGreaterThan(4096);
    }),
  );
});

test.each([
  { length: 10_000, fits: false, because: 'CloudFormation reads 4096 bytes' },
  {
    length: 4096 - bytes(answer(origin, { status: 'FAILED', physicalId: 'app-sessions', reason: '' }, LOG_STREAM)),
    fits: true,
    because: '4096 itself passes',
  },
])('a reason of $length characters stays whole: $fits, because $because', ({ length, fits }) => {
  const reason = 'r'.repeat(length);
  const body = answer(origin, { status: 'FAILED', physicalId: 'app-sessions', reason }, LOG_STREAM);
  expect(parsed(body)['Reason'] === reason + END).toBe(fits);
  expect(bytes(body)).toBeLessThanOrEqual(4096);
});

test('every attribute is told as it is, and the summary is what gives way', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 2600 }), (VerificationSummary, length) => {
      const outcome = success({ VerificationSummary, RequiredBucketPolicy: 'p'.repeat(length) });
      const body = answer(origin, outcome, LOG_STREAM);
      expect(bytes(body)).toBeLessThanOrEqual(4096);
      const { Data, ...rest } = parsed(body);
      expect(rest).toEqual({ Status: 'SUCCESS', ...echoed });
      const { VerificationSummary: told, ...others } = Data as Record<string, string>;
      const { VerificationSummary: _, ...given } = outcome.attributes;
      expect(others).toEqual(given);
      const shortened = told?.endsWith('…') && VerificationSummary.startsWith(told.slice(0, -1));
      expect(told === VerificationSummary || told === '' || shortened).toBe(true);
    }),
  );
});

const room = 4096 - bytes(answer(origin, success({ VerificationSummary: '' }), LOG_STREAM));

test.each([
  { length: room, excess: 0, because: 'nothing but the summary is left out' },
  { length: room + 1, excess: 1, because: 'one byte is too much' },
  { length: room + 5000, excess: 5000, because: 'no attribute is ever dropped' },
])('attributes that are $excess bytes too long are told before anything is written: $because', ({ length, excess }) => {
  const sized = succeeded(origin, success({ RequiredKeyPolicy: 'k'.repeat(length), VerificationSummary: SMALL }));
  if (excess > 0) expect(sized).toEqual({ fits: false, excess });
  else expect(sized).toMatchObject({ fits: true, body: expect.stringContaining('"VerificationSummary":""') });
});

test('whether a success fits does not depend on its summary', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: room - 20, max: room + 20 }), (VerificationSummary, length) => {
      const RequiredKeyPolicy = 'k'.repeat(length);
      const without = succeeded(origin, success({ VerificationSummary: '', RequiredKeyPolicy }));
      expect(succeeded(origin, success({ VerificationSummary, RequiredKeyPolicy })).fits).toBe(without.fits);
    }),
  );
});

test('a success that does not fit after all is a failure that says so', () => {
  const outcome = success({ RequiredKeyPolicy: 'k'.repeat(room + 7) });
  expect(parsed(answer(origin, outcome, LOG_STREAM))).toEqual({
    Status: 'FAILED',
    ...echoed,
    Reason: `The answer is 7 bytes longer than the 4096 that CloudFormation reads${END}`,
  });
});

test('a Delete that is done answers SUCCESS with the id it was given and no attributes', () => {
  const body = answer(origin, { status: 'DELETED', physicalId: 'app-SessionRole-1A2B3C' }, LOG_STREAM);
  expect(parsed(body)).toEqual({ Status: 'SUCCESS', ...echoed, PhysicalResourceId: 'app-SessionRole-1A2B3C' });
});

test('the longest ids that an event may hold leave room for the head of the reason', () => {
  const longest = { ...origin, stackId: 's'.repeat(512), requestId: 'r'.repeat(256), logicalId: 'l'.repeat(255) };
  fc.assert(
    fc.property(fc.constantFrom('p'.repeat(1024), '"'.repeat(1024), '漢'.repeat(341)), texts, (physicalId, reason) => {
      const body = answer(longest, { status: 'FAILED', physicalId, reason }, LOG_STREAM);
      expect(bytes(body)).toBeLessThanOrEqual(4096);
      expect(parsed(body)).toMatchObject({ PhysicalResourceId: physicalId, Reason: expect.stringContaining(END) });
    }),
    { numRuns: 30 },
  );
});
