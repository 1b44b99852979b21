import type { Action, ChangeOf, Plan } from '../core/identity/change';
import { AwsError } from './aws-error';
import type { Call, Caller, Output } from './operations';

/** The unique ids that IAM gave to what was created. */
export interface Created {
  readonly roleId?: string;
  readonly instanceProfileId?: string;
}

/** Carries a plan out, stage by stage; the first failure ends it once its whole stage has settled. */
export async function apply(call: Call, caller: Caller, plan: Plan): Promise<Created> {
  const issue = issuers(call, caller);
  let created: Created = {};
  for (const stage of plan) {
    const results = await Promise.allSettled(stage.map((change) => carryOut(issue, change)));
    for (const result of results) {
      if (result.status === 'rejected') throw result.reason;
      created = { ...created, ...result.value };
    }
  }
  return created;
}

type Issuers = { readonly [A in Action]: (input: ChangeOf<A>['input']) => Promise<Created> };

async function carryOut<A extends Action>(issue: Issuers, { action, input }: ChangeOf<A>): Promise<Created> {
  try {
    return await issue[action](input);
  } catch (error) {
    // What a removal wanted to be gone is gone.
    if (error instanceof AwsError && error.code === 'NoSuchEntity' && removes(action)) return {};
    // Full, perhaps of what was to be put there: another delivery of this request may have been quicker.
    if (error instanceof AwsError && error.code === 'LimitExceeded' && fills(action)) {
      throw new AwsError('EntityAlreadyExists', error.status, error.message);
    }
    throw error;
  }
}

const fills = (action: Action) => action === 'iam:AddRoleToInstanceProfile' || action === 'iam:CreatePolicyVersion';

const removes = (action: Action) => /^iam:(Delete|Detach|Remove|Untag)/.test(action);

function issuers(call: Call, caller: Caller): Issuers {
  return {
    'iam:AddRoleToInstanceProfile': (input) => nothingFrom(call('iam:AddRoleToInstanceProfile', input, caller)),
    'iam:AttachRolePolicy': (input) => nothingFrom(call('iam:AttachRolePolicy', input, caller)),
    'iam:CreateInstanceProfile': async (input) => profileIdOf(await call('iam:CreateInstanceProfile', input, caller)),
    'iam:CreatePolicy': (input) => nothingFrom(call('iam:CreatePolicy', input, caller)),
    'iam:CreatePolicyVersion': (input) => nothingFrom(call('iam:CreatePolicyVersion', input, caller)),
    'iam:CreateRole': async (input) => roleIdOf(await call('iam:CreateRole', input, caller)),
    'iam:DeleteInstanceProfile': (input) => nothingFrom(call('iam:DeleteInstanceProfile', input, caller)),
    'iam:DeletePolicy': (input) => nothingFrom(call('iam:DeletePolicy', input, caller)),
    'iam:DeletePolicyVersion': (input) => nothingFrom(call('iam:DeletePolicyVersion', input, caller)),
    'iam:DeleteRole': (input) => nothingFrom(call('iam:DeleteRole', input, caller)),
    'iam:DeleteRolePolicy': (input) => nothingFrom(call('iam:DeleteRolePolicy', input, caller)),
    'iam:DetachRolePolicy': (input) => nothingFrom(call('iam:DetachRolePolicy', input, caller)),
    'iam:PutRolePermissionsBoundary': (input) => nothingFrom(call('iam:PutRolePermissionsBoundary', input, caller)),
    'iam:RemoveRoleFromInstanceProfile': (input) =>
      nothingFrom(call('iam:RemoveRoleFromInstanceProfile', input, caller)),
    'iam:TagInstanceProfile': (input) => nothingFrom(call('iam:TagInstanceProfile', input, caller)),
    'iam:TagPolicy': (input) => nothingFrom(call('iam:TagPolicy', input, caller)),
    'iam:TagRole': (input) => nothingFrom(call('iam:TagRole', input, caller)),
    'iam:UntagInstanceProfile': (input) => nothingFrom(call('iam:UntagInstanceProfile', input, caller)),
    'iam:UntagPolicy': (input) => nothingFrom(call('iam:UntagPolicy', input, caller)),
    'iam:UntagRole': (input) => nothingFrom(call('iam:UntagRole', input, caller)),
    'iam:UpdateAssumeRolePolicy': (input) => nothingFrom(call('iam:UpdateAssumeRolePolicy', input, caller)),
    'iam:UpdateRole': (input) => nothingFrom(call('iam:UpdateRole', input, caller)),
  };
}

async function nothingFrom(answer: Promise<unknown>): Promise<Created> {
  await answer;
  return {};
}

const roleIdOf = ({ Role }: Output<'iam:CreateRole'>): Created =>
  Role?.RoleId === undefined ? {} : { roleId: Role.RoleId };

const profileIdOf = ({ InstanceProfile }: Output<'iam:CreateInstanceProfile'>): Created =>
  InstanceProfile?.InstanceProfileId === undefined ? {} : { instanceProfileId: InstanceProfile.InstanceProfileId };
