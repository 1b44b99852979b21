import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../../handler/core/access/findings';
import { verify } from '../../../handler/core/access/verify';
import type { World } from '../../../local/aws/world';
import { follow, policiesIn, worksIn, worldOf } from './situation-world';
import { identity, requirementsOf, type Situation, seenOf, situations } from './situations';

const findingsIn = (world: World, situation: Situation): readonly Finding[] =>
  verify(requirementsOf(situation), identity, seenOf(situation, policiesIn(world, situation)));

test.each(['bucket', 'bucketKey', 'sessionKey'] as const)(
  'the statement that is missing in the policy of a %s, added where the finding says, settles finding and session',
  (subject) => {
    const all = situations.filter((situation) => situation.subject === subject);
    const unsettled = all.filter((situation) => {
      const world = worldOf(situation);
      const found = findingsIn(world, situation);
      const worked = worksIn(world, situation);
      if (worked || !isDeepStrictEqual(found.map(judgement), [expected(situation)])) return true;
      for (const finding of found) follow(world, situation, finding);
      return findingsIn(world, situation).length > 0 || !worksIn(world, situation);
    });
    expect(unsettled).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(48);
  },
);

const judgement = ({ code, verdict, account, actions }: Finding) => ({ code, verdict, account, actions });

function expected({ subject, owner, missing, instead }: Situation): ReturnType<typeof judgement> {
  const lacking = subject === 'bucket' ? 'BucketPolicyMissingGrant' : 'KeyPolicyMissingGrant';
  const code = instead === 'staleGrant' ? 'StalePrincipal' : lacking;
  // Of the right to the ACL alone S3's pages leave open whether the bucket's policy is asked.
  const verdict = missing.every((action) => action === 's3:PutObjectAcl') ? 'cannotTell' : 'broken';
  return { code, verdict, account: owner, actions: missing.toSorted() };
}
