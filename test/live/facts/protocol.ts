import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { eventually } from '../patience';
import type { Sandbox } from '../sandbox';
import { createStack, deleteStack, eventsOf, updateStack } from '../stacks';
import { createRole } from './actor';
import type { Fact } from './fact';
import type { Probe, ProbeRequest } from './probe';

/** What CloudFormation does with a custom resource, where its documentation leaves it open. */
export function protocol(probe: Probe): readonly Fact[] {
  return [
    {
      question: 'Which requests follow a replacing Update that succeeded, when another resource fails?',
      assumed: 'Create > a, Update a > b, Update b > a, Delete b > b',
      observe: (sandbox) => rollBackReplacement(sandbox, probe),
    },
    {
      question: 'What becomes of a Create that is cancelled, and of its late answer?',
      assumed: 'Delete of an invented id while it runs; the late answer gets HTTP 200; ROLLBACK_COMPLETE',
      observe: (sandbox) => cancelCreate(sandbox, probe),
    },
    {
      question: 'Which Node.js runs a function of nodejs24.x?',
      assumed: 'v24',
      observe: (sandbox) => readVersion(sandbox, probe),
    },
    {
      question: 'Is ServiceTimeout among the ResourceProperties of an event?',
      observe: (sandbox) => seeServiceTimeout(sandbox, probe),
    },
    {
      question: 'What does Fn::GetAtt make of values that are no strings?',
      observe: (sandbox) => readValues(sandbox, probe),
    },
    {
      question: 'With whose rights does CloudFormation invoke the function of a stack that has a service role?',
      observe: (sandbox) => invokeWithoutRights(sandbox, probe),
    },
  ];
}

const resource = ({ serviceToken: ServiceToken }: Probe, properties: object, more: object = {}) => ({
  Type: 'Custom::Probe',
  Properties: { ServiceToken, ServiceTimeout: 300, ...properties },
  ...more,
});

async function rollBackReplacement(sandbox: Sandbox, probe: Probe): Promise<string> {
  const before = { Resources: { Probe: resource(probe, { Id: 'a' }) } };
  const { stackId } = await createStack(sandbox, `${sandbox.name}-replaced`, before);
  const Failing = resource(probe, { Fail: 'true' }, { DependsOn: 'Probe' });
  await updateStack(sandbox, stackId, { Resources: { Probe: resource(probe, { Id: 'b' }), Failing } });
  const requests = await probe.requests(stackId, ({ type, logicalId }) => type === 'Delete' && logicalId === 'Probe');
  const own = requests.filter(({ logicalId }) => logicalId === 'Probe');
  return own.map(({ type, given, answered }) => [type, given, '>', answered].filter(Boolean).join(' ')).join(', ');
}

async function cancelCreate(sandbox: Sandbox, probe: Probe): Promise<string> {
  const Slow = resource(probe, { Id: 'slow', DelaySeconds: '20' });
  const WillFail = resource(probe, { Fail: 'true' });
  const { stackId, status } = await createStack(sandbox, `${sandbox.name}-cancelled`, {
    Resources: { Slow, WillFail },
  });
  const late = ({ type, logicalId }: ProbeRequest) => type === 'Create' && logicalId === 'Slow';
  const requests = (await probe.requests(stackId, late)).filter(({ logicalId }) => logicalId === 'Slow');
  const [first] = requests;
  const created = requests.find(({ type }) => type === 'Create');
  const deleted = requests.find(({ type }) => type === 'Delete');
  const id = deleted?.given === 'slow' ? 'its own id' : 'an invented id';
  const order = first?.type === 'Delete' ? 'while it runs' : 'after its answer';
  return `Delete of ${id} ${order}; the late answer gets HTTP ${created?.put}; ${status}`;
}

async function seeServiceTimeout(sandbox: Sandbox, probe: Probe): Promise<string> {
  const Resources = { Probe: resource(probe, {}) };
  const Outputs = { Properties: { Value: attribute('Properties') } };
  const { outputs } = await createStack(sandbox, `${sandbox.name}-timeout`, { Resources, Outputs });
  const { ServiceTimeout } = JSON.parse(outputs['Properties'] ?? 'null');
  return ServiceTimeout === undefined ? 'no' : `yes, as ${JSON.stringify(ServiceTimeout)}`;
}

async function readVersion(sandbox: Sandbox, probe: Probe): Promise<string> {
  const Outputs = { Version: { Value: attribute('Version') } };
  const template = { Resources: { Probe: resource(probe, {}) }, Outputs };
  const { outputs } = await createStack(sandbox, `${sandbox.name}-version`, template);
  return outputs['Version'] ?? 'no answer';
}

async function readValues(sandbox: Sandbox, probe: Probe): Promise<string> {
  const Resources = { Probe: resource(probe, {}) };
  const Outputs = {
    Boolean: { Value: attribute('Boolean') },
    List: { Value: { 'Fn::Join': ['|', attribute('List')] } },
    Number: { Value: attribute('Number') },
  };
  const { outputs, stackId, status } = await createStack(sandbox, `${sandbox.name}-values`, { Resources, Outputs });
  if (status === 'CREATE_COMPLETE') return JSON.stringify(outputs);
  const events = await eventsOf(sandbox, stackId);
  const refused = events.find(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED'));
  return `the stack is ${status}: ${refused?.ResourceStatusReason}`;
}

const attribute = (name: string) => ({ 'Fn::GetAtt': ['Probe', name] });

async function invokeWithoutRights(sandbox: Sandbox, probe: Probe): Promise<string> {
  const { iam, name } = sandbox;
  const RoleName = `${name}-powerless`;
  const role = await createRole(sandbox, RoleName, { Service: 'cloudformation.amazonaws.com' });
  const rights = { RoleName, PolicyName: 'Invoke' };
  sandbox.made(`Policy of role ${RoleName}`, () => iam.send(new DeleteRolePolicyCommand(rights)));
  const template = { Resources: { Probe: resource(probe, {}) } };
  const { stackId, status } = await eventually('the role to be known to CloudFormation', () =>
    createStack(sandbox, RoleName, template, role),
  );
  // Without them the stack could not be deleted, and they take a while to be in force.
  const Statement = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: probe.serviceToken }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  sandbox.made(`Stack ${RoleName} of a role without rights`, async () => {
    await iam.send(new PutRolePolicyCommand({ ...rights, PolicyDocument }));
    await eventually(`stack ${RoleName} to go`, () => deleteStack(sandbox, stackId).then(() => true));
  });
  return status === 'CREATE_COMPLETE' ? "not the service role's, which has none" : "the service role's";
}
