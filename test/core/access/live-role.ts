import type { LiveRole } from '../../../handler/core/access/live-role';
import type { NamedPolicy } from '../../../handler/core/access/observed';
import type { Proposal } from '../../../handler/core/proposal';
import { present } from '../../../handler/core/seen';

/** The role once this proposal is carried out. */
export function carriedOut({ desired, evidence: { beside } }: Proposal): LiveRole {
  const { names, tags, trustPolicy, policy } = desired;
  const own: NamedPolicy = { name: names.policyArn, document: present(JSON.stringify(policy)) };
  return {
    name: names.name,
    arn: names.roleArn,
    tags,
    identity: {
      ...beside,
      policies: [own, ...beside.policies],
      reach: { trustPolicy: JSON.stringify(trustPolicy), instanceProfiles: present([names.name]) },
    },
  };
}

/** A role that a person made, with these statements in one attached policy. */
export function handMade(...Statement: readonly object[]): LiveRole {
  const document = present(JSON.stringify({ Version: '2012-10-17', Statement }));
  return {
    name: 'app',
    arn: 'arn:aws:iam::111122223333:role/app',
    tags: [],
    identity: {
      policies: [{ name: 'arn:aws:iam::111122223333:policy/app', document }],
      reach: { trustPolicy: trusting('ec2.amazonaws.com'), instanceProfiles: present(['app']) },
    },
  };
}

/** A trust policy for one service. */
export function trusting(Service: string | readonly string[], rest: object = {}): string {
  const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...rest }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
