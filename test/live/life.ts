import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  type Role,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { LiveFunction } from './deployment';
import { lifeTemplate } from './life-template';
import { refusalOf } from './patience';
import type { Sandbox } from './sandbox';
import { createStack, deleteStack, eventsOf, tryToDelete, updateStack } from './stacks';

/** One step of the life and how it went. */
export interface Step {
  readonly step: string;
  /** Absent where all was as it must be. */
  readonly problem?: string;
}

/** A role from its Create to its Delete, refusals and repairs included; a step that fails ends the life. */
export async function live(sandbox: Sandbox, deployed: LiveFunction): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const life: Life = { sandbox, deployed, stackId: '' };
  for (const [step, take] of Object.entries(acts)) {
    sandbox.interrupted.throwIfAborted();
    const problem = await take(life).catch((error: unknown) => String(error));
    steps.push({ step, ...(problem !== undefined && { problem }) });
    if (problem !== undefined) return steps;
  }
  return steps;
}

interface Life {
  readonly sandbox: Sandbox;
  readonly deployed: LiveFunction;
  stackId: string;
}

/** What is done, by what must come of it; each returns what is wrong. */
const acts: Readonly<Record<string, (life: Life) => Promise<string | undefined>>> = {
  'a stack with the role is created, and verification has PASSED': create,
  'a change of ReconcileToken repairs a role that was changed by hand': repair,
  'a bucket that does not exist fails the update with its finding, and the stack rolls back': refuse,
  'a change of RoleName replaces role and instance profile': replace,
  'a policy that others attached stops the deletion by its name': blockDeletion,
  'without it the stack is deleted, and IAM holds nothing of it': remove,
};

async function create(life: Life): Promise<string | undefined> {
  const { sandbox, deployed } = life;
  const stack = await createStack(sandbox, `${sandbox.name}-life`, lifeTemplate(sandbox, deployed));
  life.stackId = stack.stackId;
  const { Ref, InstanceProfileName, VerificationStatus } = stack.outputs;
  const wanted = {
    status: 'CREATE_COMPLETE',
    Ref: sandbox.name,
    InstanceProfileName: sandbox.name,
    VerificationStatus: 'PASSED',
  };
  return difference(wanted, { status: stack.status, Ref, InstanceProfileName, VerificationStatus });
}

async function repair({ sandbox, deployed, stackId }: Life): Promise<string | undefined> {
  const before = await roleOf(sandbox, sandbox.name);
  await sandbox.iam.send(new UpdateRoleCommand({ RoleName: sandbox.name, Description: 'Changed by hand' }));
  const { status } = await updateStack(sandbox, stackId, lifeTemplate(sandbox, deployed, { ReconcileToken: 'again' }));
  const after = await roleOf(sandbox, sandbox.name);
  const wanted = { status: 'UPDATE_COMPLETE', RoleId: before.RoleId, Description: before.Description };
  return difference(wanted, { status, RoleId: after.RoleId, Description: after.Description });
}

async function refuse({ sandbox, deployed, stackId }: Life): Promise<string | undefined> {
  const absent = { S3BucketName: `${sandbox.name}-absent` };
  const { status } = await updateStack(sandbox, stackId, lifeTemplate(sandbox, deployed, absent));
  const reasons = await reasonsOf(sandbox, stackId);
  return difference(
    { status: 'UPDATE_ROLLBACK_COMPLETE', said: true },
    { status, said: reasons.some((reason) => reason.includes('BucketMissing')) },
  );
}

async function replace({ sandbox, deployed, stackId }: Life): Promise<string | undefined> {
  const RoleName = renamed(sandbox);
  const { status, outputs } = await updateStack(sandbox, stackId, lifeTemplate(sandbox, deployed, { RoleName }));
  const old = await refusalOf(roleOf(sandbox, sandbox.name));
  const wanted = { status: 'UPDATE_COMPLETE', Ref: RoleName, old: 'NoSuchEntity' };
  return difference(wanted, { status, Ref: outputs['Ref'], old });
}

async function blockDeletion({ sandbox, stackId }: Life): Promise<string | undefined> {
  const foreign = {
    RoleName: renamed(sandbox),
    PolicyArn: `arn:${sandbox.partition}:iam::aws:policy/AmazonSSMReadOnlyAccess`,
  };
  await sandbox.iam.send(new AttachRolePolicyCommand(foreign));
  const { status, reasons } = await refusedDeletion(sandbox, stackId).finally(() =>
    sandbox.iam.send(new DetachRolePolicyCommand(foreign)),
  );
  const said = reasons.some((reason) => reason.includes('AmazonSSMReadOnlyAccess'));
  return difference({ status: 'DELETE_FAILED', said: true }, { status, said });
}

async function refusedDeletion(sandbox: Sandbox, stackId: string) {
  const { status } = await tryToDelete(sandbox, stackId);
  return { status, reasons: await reasonsOf(sandbox, stackId) };
}

async function remove({ sandbox, stackId }: Life): Promise<string | undefined> {
  await deleteStack(sandbox, stackId);
  const name = renamed(sandbox);
  const role = await refusalOf(roleOf(sandbox, name));
  const profile = await refusalOf(sandbox.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name })));
  return difference({ role: 'NoSuchEntity', profile: 'NoSuchEntity' }, { role, profile });
}

const renamed = ({ name }: Sandbox) => `${name}-renamed`;

async function roleOf({ iam }: Sandbox, RoleName: string): Promise<Role> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  if (Role === undefined) throw new Error(`iam:GetRole ${RoleName} answered without a role`);
  return Role;
}

async function reasonsOf(sandbox: Sandbox, stackId: string): Promise<readonly string[]> {
  const events = await eventsOf(sandbox, stackId);
  return events.map(({ ResourceStatusReason = '' }) => ResourceStatusReason);
}

type Facts = Readonly<Record<string, unknown>>;

function difference(wanted: Facts, found: Facts): string | undefined {
  const [expected, actual] = [JSON.stringify(wanted), JSON.stringify(found)];
  return expected === actual ? undefined : `expected ${expected}, found ${actual}`;
}
