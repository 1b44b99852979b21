import { findingCodes } from '../../../handler/core/access/findings';
import { renderFinding } from '../../../handler/core/access/render';
import { bucketRows } from './rows-bucket';
import { bucketPolicyRows } from './rows-bucket-policy';
import { identityRows } from './rows-identity';
import { keyRows } from './rows-key';
import { findingsAfter } from './setting';

const rows = [...bucketRows, ...bucketPolicyRows, ...keyRows, ...identityRows];

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

test('every code is reached by a row', () => {
  expect(findingCodes.filter((code) => !rows.some((row) => row.code === code))).toEqual([]);
});
