import { notYetLogged } from '../../../cli/check-role/not-yet-logged';
import type { Finding } from '../../../handler/core/access/findings';

const found = (verdict: Finding['verdict'], Sid: string): Finding => ({
  code: 'KeyPolicyMissingGrant',
  verdict,
  consequence: 'session refused',
  place: 'KeyPolicy of arn:aws:kms:eu-west-1:111122223333:key/k',
  role: 'web',
  actions: ['kms:Decrypt'],
  evidence: [],
  account: '111122223333',
  remedy: { kind: 'addStatement', statement: { Sid, Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' } },
});
const session = 'SessionKey0123456789ab';
const logs = 'SessionLogGroupKeyba9876543210';

test.each([
  {
    finding: found('cannotTell', logs),
    certain: [found('broken', session), found('cannotTell', logs)],
    verdict: 'cannotTell',
    because: 'what another use of the key lacks makes nothing certain of this one',
  },
  {
    finding: found('broken', session),
    certain: [found('broken', session)],
    verdict: 'broken',
    because: 'so it is anyway',
  },
  { finding: found('broken', session), certain: [], verdict: 'advice', because: 'nothing is logged there yet' },
  {
    finding: found('broken', session),
    certain: [found('cannotTell', session)],
    verdict: 'cannotTell',
    because: 'it is no more certain than without',
  },
  {
    finding: found('cannotTell', session),
    certain: [found('broken', session)],
    verdict: 'cannotTell',
    because: 'nothing is raised, and nothing passed over',
  },
] as const)('where nobody saved preferences it is $verdict: $because', ({ finding, certain, verdict }) => {
  expect(notYetLogged([finding], certain)).toEqual([{ ...finding, verdict }]);
});
