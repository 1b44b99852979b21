import { findingCodes } from '../../../handler/core/access/findings';
import { renderFinding } from '../../../handler/core/access/render';
import { present } from '../../../handler/core/seen';
import { trusting } from './live-role';
import { rows } from './rows';
import { namesOfOneKey, unresolved } from './rows-session-document';
import { bearing, findingsAfter, serving } from './setting';

test('where everything is right nothing is found', () => {
  expect(findingsAfter()).toEqual([]);
});

test.each(rows)(
  '$code, $verdict: $consequence, since $because',
  ({ changes, says, because: _, remedy, ...judgement }) => {
    const findings = findingsAfter(...changes);
    expect(findings).toEqual([
      expect.objectContaining({
        ...judgement,
        role: 'app-sessions',
        remedy: expect.objectContaining({ kind: remedy }),
      }),
    ]);
    expect(findings.map(renderFinding)).toEqual([expect.stringContaining(says)]);
  },
);

test('a role for hybrid activations alone needs no instance profile', () => {
  const reach = { trustPolicy: trusting('ssm.amazonaws.com'), instanceProfiles: present([]) };
  expect(findingsAfter(bearing({ reach }))).toEqual([]);
});

test('every code is reached by a row', () => {
  expect(findingCodes.filter((code) => !rows.some((row) => row.code === code))).toEqual([]);
});

test('a person learns thirty codes at most', () => {
  expect(findingCodes.length).toBeLessThanOrEqual(30);
});

test.each(namesOfOneKey)('$told and $stated are one key, since $because', ({ stated, told }) => {
  expect(findingsAfter(serving(present({ kmsKeyId: told }), { kmsKeyId: stated }))).toEqual([]);
});

test('an alias that nobody could resolve may be of any key', () => {
  const findings = findingsAfter(serving(present({ kmsKeyId: '1234' }), { kmsKeyId: 'alias/sessions' }), unresolved);
  expect(findings).toContainEqual(expect.objectContaining({ code: 'SessionDocumentDisagrees', verdict: 'cannotTell' }));
});

test('a document that says what the template says is as good as the template', () => {
  const said = { s3BucketName: 'org-logs', s3KeyPrefix: 'sessions', s3EncryptionEnabled: true };
  expect(findingsAfter(serving(present(said), said))).toEqual([]);
});
