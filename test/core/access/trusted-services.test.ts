import { renderFinding } from '../../../handler/core/access/render';
import { requirementsOfRole } from '../../../handler/core/access/requirements-of-role';
import { trustedServices, trustOf } from '../../../handler/core/access/trusted-services';
import { verify } from '../../../handler/core/access/verify';
import { ownershipTags } from '../../../handler/core/identity/ownership';
import { trustPolicy } from '../../../handler/core/identity/trust';
import { dnsSuffix } from '../../../handler/core/partition';
import { doubtsOf } from '../../../handler/core/policy/certainty';
import { settings } from '../request/fixture';
import { handMade, trusting } from './live-role';

const ec2 = 'ec2.amazonaws.com';
const ssm = 'ssm.amazonaws.com';

test.each([[[ec2]], [[ssm]], [[ec2, ssm]]] as const)('what this function writes for %j is read back', (services) => {
  for (const partition of ['aws', 'aws-cn']) {
    const place = { ...settings, partition };
    const trust = trustOf(JSON.stringify(trustPolicy(services, place)), place);
    expect(trustedServices(trust)).toEqual(services);
    for (const service of services) expect(trust[service]).toBe('yes');
  }
});

const statement = (rest: object) => JSON.stringify({ Version: '2012-10-17', Statement: [rest] });
const both = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const assume = { Effect: 'Allow', Principal: { Service: ec2 }, Action: 'sts:AssumeRole' };

test.each([
  { because: 'a service among several is named', text: trusting(['lambda.amazonaws.com', ec2]), ec2: 'yes', ssm: 'no' },
  {
    because: 'another action lets nobody take it',
    text: trusting(ec2, { Action: 'sts:TagSession' }),
    ec2: 'no',
    ssm: 'no',
  },
  { because: 'every action of STS is that one too', text: trusting(ec2, { Action: 'sts:*' }), ec2: 'yes', ssm: 'no' },
  {
    because: 'an account is no service',
    text: statement({ ...assume, Principal: { AWS: '111122223333' } }),
    ec2: 'no',
    ssm: 'no',
  },
  {
    because: 'a Deny of the service wins',
    text: both(assume, { ...assume, Effect: 'Deny' }),
    ec2: 'no',
    ssm: 'no',
  },
  {
    because: 'hybrid activations of another account are not those of this one',
    text: trusting(ssm, { Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }),
    ec2: 'no',
    ssm: 'no',
  },
  {
    because: 'hybrid activations of another Region are not those of this one',
    text: trusting(ssm, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ssm:us-east-1:111122223333:*' } } }),
    ec2: 'no',
    ssm: 'no',
  },
  {
    because: 'no page says what EC2 sends along',
    text: trusting(ec2, { Condition: { StringEquals: { 'aws:SourceAccount': settings.account } } }),
    ec2: 'maybe',
    ssm: 'no',
  },
  {
    because: 'nobody says whether everyone includes a service',
    text: statement({ ...assume, Principal: '*' }),
    ec2: 'maybe',
    ssm: 'maybe',
  },
  {
    because: 'NotPrincipal is nothing to rely on',
    text: statement({ ...assume, Principal: undefined, NotPrincipal: { AWS: '1' } }),
    ec2: 'maybe',
    ssm: 'maybe',
  },
  { because: 'what cannot be parsed was not read', text: '{', ec2: 'maybe', ssm: 'maybe' },
])('$because: EC2 $ec2, Systems Manager $ssm', ({ text, ...expected }) => {
  const trust = trustOf(text, settings);
  const word = (certainty: (typeof trust)[typeof ec2]) => (typeof certainty === 'string' ? certainty : 'maybe');
  expect({ ec2: word(trust[ec2]), ssm: word(trust[ssm]) }).toEqual({ ec2: expected.ec2, ssm: expected.ssm });
});

test.each(['aws-cn', 'aws-iso', 'aws-eusc'])('whether the global name is EC2 in %s is in doubt', (partition) => {
  const own = `ec2.${dnsSuffix(partition)}`;
  const place = { ...settings, partition };
  const global = trustOf(trusting(ec2), place)[ec2];
  expect(doubtsOf(global)).toHaveLength(1);
  expect(trustOf(trusting([ec2, own]), place)[ec2]).toBe('yes');
  expect(trustOf(trusting('lambda.amazonaws.com'), place)[ec2]).toBe('no');
  const { requirements } = requirementsOfRole(bearing(trusting(ec2)), nothingTold, place);
  const { identity } = bearing(trusting(ec2));
  const found = verify(requirements, identity, {}).filter(({ code }) => code === 'RoleUnusable');
  expect(found.map(renderFinding)).toEqual([
    expect.stringContaining(
      `depends on whether ec2.amazonaws.com is EC2 in partition ${partition}; in account 111122223333: let ${own} or`,
    ),
  ]);
  expect(found).toMatchObject([{ verdict: 'cannotTell' }]);
});

const nothingTold = { stated: {}, contextEntries: [] };
const tags = ownershipTags({
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/app/1',
  stackName: 'app',
  logicalId: 'Role',
  physicalId: 'app',
});

function bearing(trustPolicy: string) {
  const { identity, ...made } = handMade();
  return { ...made, identity: { ...identity, reach: { ...identity.reach, trustPolicy } } };
}

test.each([
  { trust: trusting(ec2), sessionName: 'i-*' },
  { trust: trusting(ssm), tags, sessionName: 'mi-*' },
  // Of Default Host Management, it is used by instances of EC2.
  { trust: trusting(ssm), sessionName: '*' },
  { trust: trusting([ec2, ssm]), sessionName: '*' },
  { trust: trusting('lambda.amazonaws.com'), sessionName: '*' },
])('its sessions are named $sessionName under $trust', ({ trust, sessionName, ...owner }) => {
  const role = { ...bearing(trust), ...owner };
  const { requirements } = requirementsOfRole(role, nothingTold, settings);
  expect(requirements.role.sessionName).toBe(sessionName);
});
