import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type RoleRequirements,
  requirementsOfRole,
  type Told,
} from '../../../handler/core/access/requirements-of-role';
import { verify } from '../../../handler/core/access/verify';
import type { Proposal } from '../../../handler/core/proposal';
import type { Preferences } from '../../../handler/core/request/properties';
import { present } from '../../../handler/core/seen';
import { carriedOut } from './live-role';
import { merged, proposalFor, type SetUp } from './set-up';

const folder = join(__dirname, '../../cases/set-ups');
const setUps = readdirSync(folder).flatMap((file) => {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly SetUp[];
});
const services = [['ec2.amazonaws.com'], ['ssm.amazonaws.com'], ['ec2.amazonaws.com', 'ssm.amazonaws.com']];
const cases = setUps.flatMap((setUp) => setUp.cases.map((one) => ({ setUp, one })));
const everywhere = ['LeastPrivilege', 'Documented'].flatMap((PolicyScope) =>
  cases.map(({ setUp, one }, index) => {
    const parts = merged(setUp, one);
    const TrustedServices = services[index % services.length];
    const proposal = proposalFor({ ...parts, properties: { ...parts.properties, PolicyScope, TrustedServices } });
    return { PolicyScope, title: `${setUp.description}, ${one.because}`, proposal, ...derivedOf(proposal) };
  }),
);

/** What is derived of the role once it is there, and found with that. */
function derivedOf(proposal: Proposal, document?: Preferences) {
  const { wanted, evidence } = proposal;
  const { organizationId, contextEntries } = wanted.properties;
  const told: Told = {
    stated: {},
    contextEntries,
    ...(organizationId !== undefined && { organizationId }),
    ...(document !== undefined && { document: { name: 'document', preferences: present(document) } }),
  };
  const role = carriedOut(proposal);
  const derived = requirementsOfRole(role, told, wanted.settings);
  return { derived, findings: verify(derived.requirements, role.identity, evidence.access) };
}

/** The template's preferences that the derivation reads otherwise, each with where it has its own from. */
function misread({ requirements: asked }: Proposal, { requirements: derived, sources }: RoleRequirements) {
  const pairs = [
    ['s3BucketName', asked.bucket?.name, derived.bucket?.name],
    ['s3KeyPrefix', asked.bucket?.keyPrefix, derived.bucket?.keyPrefix],
    ['s3BucketOwner', asked.bucket?.owner, derived.bucket?.owner],
    ['s3EncryptionEnabled', asked.bucket?.encryptionEnabled, derived.bucket?.encryptionEnabled],
    ['cloudWatchLogGroupName', asked.logGroup?.name, derived.logGroup?.name],
    ['cloudWatchEncryptionEnabled', asked.logGroup?.encryptionEnabled, derived.logGroup?.encryptionEnabled],
    ['cloudWatchStreamingEnabled', asked.logGroup?.streamingEnabled, derived.logGroup?.streamingEnabled],
    ['kmsKeyId', asked.kmsKeyId, derived.kmsKeyId],
  ] as const;
  const differing = pairs.filter(([, wanted, read]) => wanted !== read).map(([name]) => name);
  return differing.map((name) => `${name}: ${sources[name] ?? 'nowhere'}`);
}

const recorded = everywhere.filter(({ proposal, derived }) => misread(proposal, derived).length === 0);

test.each(recorded)('a role is found as its template was: $PolicyScope, $title', ({ proposal, findings }) => {
  expect(findings).toEqual(proposal.findings);
});

test('what no policy records is named so: flags, and under Documented the owner and the log group', () => {
  const of = (scope: string) =>
    everywhere
      .filter(({ PolicyScope }) => PolicyScope === scope)
      .flatMap(({ proposal, derived }) => misread(proposal, derived));
  const flags = ['cloudWatchEncryptionEnabled: assumed', 's3EncryptionEnabled: assumed'];
  expect([...new Set(of('LeastPrivilege'))].sort()).toEqual(flags);
  const names = ['cloudWatchLogGroupName: open', 's3BucketOwner: assumed'];
  expect([...new Set(of('Documented'))].filter((name) => !/Enabled: (?:assumed|nowhere)$/.test(name)).sort()).toEqual(
    names,
  );
  expect(recorded.length).toBeGreaterThan(cases.length);
});

const underDocuments = everywhere.map(({ proposal, ...rest }) => {
  const { s3, cloudWatch, kmsKeyId } = proposal.wanted.properties;
  const said = {
    ...(s3 !== undefined && { s3BucketName: s3.bucketName, s3KeyPrefix: s3.keyPrefix }),
    s3EncryptionEnabled: s3?.encryptionEnabled ?? false,
    ...(cloudWatch !== undefined && { cloudWatchLogGroupName: cloudWatch.logGroupName }),
    cloudWatchEncryptionEnabled: cloudWatch?.encryptionEnabled ?? false,
    cloudWatchStreamingEnabled: cloudWatch?.streamingEnabled ?? false,
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
  const { derived, findings } = derivedOf(proposal, said);
  return { ...rest, proposal, findings, unrecorded: misread(proposal, derived) };
});
const whole = underDocuments.filter(({ unrecorded }) => unrecorded.length === 0);

test.each(whole)('under a document that says the same it is found so too: $PolicyScope, $title', (one) => {
  expect(one.findings).toEqual(one.proposal.findings);
});

test('beside a document, nothing but the owner of a bucket under Documented is recorded nowhere', () => {
  const unrecorded = underDocuments.flatMap((one) => one.unrecorded.map((name) => `${one.PolicyScope}, ${name}`));
  expect([...new Set(unrecorded)]).toEqual(['Documented, s3BucketOwner: assumed']);
  expect(whole.length).toBeGreaterThan(cases.length);
});
