import { forbidden, present } from '../../../handler/core/seen';
import { trusting } from './live-role';
import { requiringRole } from './role-changes';
import { type Judgement, type Row, row } from './row';
import { ACCOUNT, bearing, everything, policy, requiring, type Wording } from './setting';

const refuses: Judgement = { verdict: 'broken', consequence: 'session refused', account: ACCOUNT, remedy: 'act' };
const loses: Judgement = { ...refuses, consequence: 'log lost' };
const unclear: Judgement = { ...refuses, verdict: 'cannotTell' };
const advice: Judgement = { ...refuses, verdict: 'advice', consequence: 'advice' };

const own = { name: 'own', document: present(everything) };
const bearingAlso = (...statements: readonly Wording[]) =>
  bearing({ policies: [own, { name: 'further', document: present(policy(...statements)) }] });
const allBut = (...NotAction: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction, Resource: '*' } });
const owning = (...refused: readonly string[]) =>
  bearing({ policies: [{ name: 'own', document: present(allBut(...refused)) }] });
const reaching = (trustPolicy: string, profiles: readonly string[]) =>
  bearing({ reach: { trustPolicy, instanceProfiles: present(profiles) } });
const boundedBy = (document: string) => bearing({ boundary: { name: 'boundary', document: present(document) } });

export const identityRows: readonly Row[] = [
  row(
    'IdentityMissingGrant',
    loses,
    { says: 'no policy of the role allows "s3:PutObjectAcl"', because: 'the documented policy leaves it out' },
    owning('s3:PutObjectAcl'),
  ),
  row(
    'IdentityMissingGrant',
    { ...loses, consequence: 'log lost above 5 MiB' },
    {
      says: '"kms:Decrypt"',
      because: 'the documented policy grants GenerateDataKey alone; the session key needs none here',
    },
    bearing({
      policies: [
        { name: 'own', document: present(allBut('kms:Decrypt')) },
        { name: 'session', document: present(policy({ Action: 'kms:Decrypt', Resource: '*:key/s' })) },
      ],
    }),
  ),
  row(
    'IdentityMissingGrant',
    { ...refuses, consequence: 'session hangs' },
    { says: '"logs:PutLogEvents"', because: 'refused after the stream exists, it is sent again every second' },
    owning('logs:PutLogEvents'),
  ),
  row(
    'IdentityMissingGrant',
    advice,
    { says: '"logs:DescribeLogGroups"', because: 'without encryption and streaming the agent does without it' },
    owning('logs:DescribeLogGroups'),
    requiring({ logGroup: { encryptionEnabled: false, streamingEnabled: false } }),
  ),
  row(
    'IdentityMissingGrant',
    loses,
    { says: '"logs:DescribeLogGroups"', because: 'a group that is not seen gets neither stream nor upload' },
    owning('logs:DescribeLogGroups'),
    requiring({ logGroup: { encryptionEnabled: false } }),
  ),
  row(
    'IdentityMissingGrant',
    unclear,
    {
      says: '(whether a node of a hybrid activation needs "ssm:UpdateInstanceInformation" for sessions, AWS does not say)',
      because: 'a node elsewhere has its credentials before it sends its heartbeat',
    },
    owning('ssm:UpdateInstanceInformation'),
    requiringRole({ sessionName: 'mi-*' }),
  ),
  row(
    'IdentityMissingGrant',
    refuses,
    { says: '"ssm:UpdateInstanceInformation"', because: 'on EC2 the agent takes no credentials before it may' },
    owning('ssm:UpdateInstanceInformation'),
  ),
  row(
    'IdentityMissingGrant',
    refuses,
    {
      says: '"ssm:UpdateInstanceInformation"; ',
      because: 'a role that also serves nodes elsewhere serves EC2 no less',
    },
    owning('ssm:UpdateInstanceInformation'),
    requiringRole({ sessionName: '*', servesEc2: 'certainly' }),
  ),
  row(
    'IdentityMissingGrant',
    unclear,
    { says: 'whether a node of a hybrid activation needs', because: 'whom the role serves nobody knows' },
    owning('ssm:UpdateInstanceInformation'),
    requiringRole({ sessionName: '*' }),
  ),
  row(
    'IdentityMissingGrant',
    refuses,
    { says: '"ssmmessages:OpenDataChannel"', because: 'a node elsewhere opens channels, too' },
    owning('ssmmessages:OpenDataChannel'),
    requiringRole({ sessionName: 'mi-*' }),
  ),
  row(
    'IdentityDenies',
    { ...loses, remedy: 'amendStatement' },
    { says: 'statement "NoLogs" denies "s3:PutObject"', because: 'a further policy takes back what ours grants' },
    bearingAlso({ Effect: 'Deny', Sid: 'NoLogs', Action: 's3:PutObject' }),
  ),
  row(
    'IdentityUndecided',
    unclear,
    { says: 'depends on aws:SourceIp', because: "nobody here knows the instance's address" },
    bearingAlso({ Effect: 'Deny', Action: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
  ),
  row(
    'IdentityUndecided',
    unclear,
    { says: 'further, which cannot be read', because: 'what was not read may deny anything' },
    bearing({ policies: [own, { name: 'further', document: forbidden('iam:GetPolicyVersion') }] }),
  ),
  row(
    'IdentityUndecided',
    unclear,
    { says: 'own, which cannot be read', because: 'what was not read may allow what nothing else does' },
    bearing({ policies: [{ name: 'own', document: forbidden('iam:GetPolicyVersion') }] }),
  ),
  row(
    'BoundaryBlocks',
    refuses,
    {
      says: 'the permissions boundary does not allow "ssmmessages:OpenDataChannel"',
      because: 'a boundary limits every grant',
    },
    boundedBy(allBut('ssmmessages:OpenDataChannel')),
  ),
  row(
    'RoleUnusable',
    { ...refuses, remedy: 'addStatement' },
    {
      says: 'TrustPolicy of role "app-sessions": no instance gets the role: neither EC2 nor a hybrid activation may assume it; add it in account 111122223333: {"Sid":"Instances"',
      because: 'a role for functions is none for instances',
    },
    reaching(trusting('lambda.amazonaws.com'), []),
  ),
  row(
    'RoleUnusable',
    unclear,
    { says: 'whether it may be assumed depends on aws:SourceAccount', because: 'no page says what EC2 sends along' },
    reaching(trusting('ec2.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }), ['app']),
  ),
  row(
    'RoleUnusable',
    refuses,
    { says: 'no instance profile holds it', because: 'EC2 gives an instance profiles, and no roles' },
    reaching(trusting('ec2.amazonaws.com'), []),
  ),
  row(
    'RoleUnusable',
    advice,
    { says: 'create an instance profile', because: 'a hybrid activation takes the role without one' },
    reaching(trusting(['ec2.amazonaws.com', 'ssm.amazonaws.com']), []),
  ),
  row(
    'RoleUnusable',
    unclear,
    { says: 'iam:ListInstanceProfilesForRole would say', because: 'what was not read was not missing' },
    bearing({
      reach: {
        trustPolicy: trusting('ec2.amazonaws.com'),
        instanceProfiles: forbidden('iam:ListInstanceProfilesForRole'),
      },
    }),
  ),
  row(
    'ManagedPolicyInert',
    advice,
    {
      says: 'ManagedPolicy further: the permissions boundary leaves nothing of this policy',
      because: 'it looks granted',
    },
    bearingAlso({ Action: 'ec2:DescribeInstances' }),
    boundedBy(policy({ Action: ['s3:*', 'kms:*', 'logs:*', 'ssm:*', 'ssmmessages:*'] })),
  ),
];
