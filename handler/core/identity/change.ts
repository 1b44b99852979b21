import type {
  AddRoleToInstanceProfileCommandInput,
  AttachRolePolicyCommandInput,
  CreateInstanceProfileCommandInput,
  CreatePolicyCommandInput,
  CreatePolicyVersionCommandInput,
  CreateRoleCommandInput,
  DeleteInstanceProfileCommandInput,
  DeletePolicyCommandInput,
  DeletePolicyVersionCommandInput,
  DeleteRoleCommandInput,
  DeleteRolePolicyCommandInput,
  DetachRolePolicyCommandInput,
  PutRolePermissionsBoundaryCommandInput,
  RemoveRoleFromInstanceProfileCommandInput,
  TagInstanceProfileCommandInput,
  TagPolicyCommandInput,
  TagRoleCommandInput,
  UntagInstanceProfileCommandInput,
  UntagPolicyCommandInput,
  UntagRoleCommandInput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateRoleCommandInput,
} from '@aws-sdk/client-iam';

interface Inputs {
  'iam:AddRoleToInstanceProfile': AddRoleToInstanceProfileCommandInput;
  'iam:AttachRolePolicy': AttachRolePolicyCommandInput;
  'iam:CreateInstanceProfile': CreateInstanceProfileCommandInput;
  'iam:CreatePolicy': CreatePolicyCommandInput;
  'iam:CreatePolicyVersion': CreatePolicyVersionCommandInput;
  'iam:CreateRole': CreateRoleCommandInput;
  'iam:DeleteInstanceProfile': DeleteInstanceProfileCommandInput;
  'iam:DeletePolicy': DeletePolicyCommandInput;
  'iam:DeletePolicyVersion': DeletePolicyVersionCommandInput;
  'iam:DeleteRole': DeleteRoleCommandInput;
  'iam:DeleteRolePolicy': DeleteRolePolicyCommandInput;
  'iam:DetachRolePolicy': DetachRolePolicyCommandInput;
  'iam:PutRolePermissionsBoundary': PutRolePermissionsBoundaryCommandInput;
  'iam:RemoveRoleFromInstanceProfile': RemoveRoleFromInstanceProfileCommandInput;
  'iam:TagInstanceProfile': TagInstanceProfileCommandInput;
  'iam:TagPolicy': TagPolicyCommandInput;
  'iam:TagRole': TagRoleCommandInput;
  'iam:UntagInstanceProfile': UntagInstanceProfileCommandInput;
  'iam:UntagPolicy': UntagPolicyCommandInput;
  'iam:UntagRole': UntagRoleCommandInput;
  'iam:UpdateAssumeRolePolicy': UpdateAssumeRolePolicyCommandInput;
  'iam:UpdateRole': UpdateRoleCommandInput;
}

export type Action = keyof Inputs;

/** One write, in IAM's own action name and the SDK's own input: a plan prints as the CloudTrail it will cause. */
export type Change = { readonly [A in Action]: ChangeOf<A> }[Action];

export interface ChangeOf<A extends Action> {
  readonly action: A;
  readonly input: Inputs[A];
}

/** Changes in the order they must happen; those of one stage do not depend on each other. */
export type Plan = readonly (readonly Change[])[];
