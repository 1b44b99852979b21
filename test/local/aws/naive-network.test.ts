import { evaluatePolicy } from '../../../local/aws/naive-policy';

test.each([
  { address: '10.1.2.3', network: '10.0.0.0/8', came: 'allowed', because: 'the first eight bits agree' },
  { address: '11.1.2.3', network: '10.0.0.0/8', came: 'denied', because: 'they do not' },
  { address: '10.0.0.7', network: '10.0.0.4/30', came: 'allowed', because: 'the last two bits do not count' },
  { address: '10.0.0.8', network: '10.0.0.4/30', came: 'denied', because: 'a bit before them differs' },
  { address: '10.0.0.8', network: '10.0.0.8', came: 'allowed', because: 'a network may be one address' },
])('from $address a grant to $network is $came, since $because', ({ address, network, came }) => {
  const Statement = {
    Effect: 'Allow',
    Action: 'x:Y',
    Resource: '*',
    Condition: { IpAddress: { 'aws:SourceIp': network } },
  };
  const question = { action: 'x:Y', resource: '*', context: { 'aws:sourceip': address } };
  expect(evaluatePolicy(JSON.stringify({ Statement }), question) === 'allow' ? 'allowed' : 'denied').toBe(came);
});
