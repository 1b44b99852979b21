import fc from 'fast-check';
import { renderFindings } from '../../../handler/core/access/render';
import { present } from '../../../handler/core/seen';
import {
  ACCOUNT,
  BUCKET_ARN,
  bucketKeyUses,
  type Change,
  findingsAfter,
  reads,
  seeingBucket,
  seeingKey,
  toAccount,
  uploads,
} from './setting';

const session = (name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/app-sessions/i-${name}`;
const deny = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } as const;
const grants = [uploads, reads, bucketKeyUses].map((grant) => ({ Effect: 'Allow', Resource: '*', ...grant }));

/** Statements that say something of the owner's in every place that may hold it, and leave something to report. */
const telling: readonly ((text: string) => object)[] = [
  (text) => ({ ...deny, Resource: `${BUCKET_ARN}/sessions/${text}*` }),
  (text) => ({ ...deny, NotResource: `${BUCKET_ARN}/sessions/*${text}`, Resource: undefined }),
  (text) => ({ ...deny, Principal: { AWS: session(text) } }),
  (text) => ({ ...deny, Condition: { StringNotEquals: { 'aws:PrincipalArn': text } } }),
  (text) => ({ ...deny, Condition: { StringEquals: { 'aws:SourceVpce': text } } }),
  (text) => ({ ...deny, Condition: { StringLike: { 'aws:userid': `*:i-${text}*` } } }),
  (text) => ({ ...deny, Condition: { StringEquals: { [`${text} and more`]: 'x' } } }),
  (text) => ({ ...deny, Condition: { [`${text} and more`]: { 'aws:PrincipalArn': 'x' } } }),
  (text) => ({ ...deny, Condition: { StringLike: { 'aws:PrincipalArn': `\${aws:SourceVpc, '${text}'}` } } }),
  (text) => ({ ...deny, Action: [`s3:${text}`, 's3:*', 'kms:*'] }),
  (text) => ({ ...deny, NotAction: `s3:${text}`, Action: undefined }),
  (text) => ({ ...deny, [text]: 'x' }),
  (text) => ({ ...deny, Effect: text }),
  (text) => ({ ...deny, Condition: text }),
  (text) => toAccount('s3:*', { Principal: { AWS: ['AROADEADDEADDEADDEAD1', text] } }),
];

const texts = fc.stringMatching(/^[a-z]{4}Zq[a-z0-9]{6}$/);
const documents = fc
  .record({
    text: texts,
    Sid: fc.stringMatching(/^[A-Z][a-z]{3}Qz[a-z0-9]{6}$/),
    tell: fc.constantFrom(...telling),
    granted: fc.boolean(),
  })
  .map(({ text, Sid, tell, granted }) => {
    const Statement = [...(granted ? grants : []), { Sid, ...tell(text) }];
    return { text, Sid, document: JSON.stringify({ Version: '2012-10-17', Id: text, Statement }) };
  });

const places: readonly ((document: string) => Change)[] = [
  (document) => seeingBucket({ policy: present(document) }),
  (document) => seeingKey('bucketKey', { policy: present(document) }),
  (document) => seeingKey('sessionKey', { policy: present(document) }),
];

test('of a foreign policy nothing is repeated but the names of statements and condition keys', () => {
  let named = 0;
  fc.assert(
    fc.property(documents, fc.constantFrom(...places), ({ text, Sid, document }, seeing) => {
      const findings = findingsAfter(seeing(document));
      const said = `${JSON.stringify(findings)}\n${renderFindings(findings)}`;
      expect(said.toLowerCase()).not.toContain(text.toLowerCase());
      // Under another name the same is said of that name.
      const renamed = findingsAfter(seeing(document.replace(Sid, 'Other')));
      expect(JSON.stringify(renamed)).toBe(JSON.stringify(findings).replaceAll(Sid, 'Other'));
      if (said.includes(Sid)) named += 1;
    }),
    { numRuns: 150 },
  );
  expect(named).toBeGreaterThan(0);
});
