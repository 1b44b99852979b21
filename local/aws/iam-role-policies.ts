import { checkPolicyArn, checkQuota, encodeDocument, findPolicy, findRole, iamPage, noSuchEntity } from './iam-rules';
import { accountOf, required, type Services } from './service';

/** What is attached to a role or written into it. */
export const rolePolicies = {
  'iam:AttachRolePolicy'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    const { arn } = findPolicy(world, scope, required(input.PolicyArn, 'policyArn'));
    if (role.attached.includes(arn)) return {};
    checkQuota(role.attached.length, accountOf(world, scope.account).quotas.managedPoliciesPerRole, 'PoliciesPerRole');
    role.attached.push(arn);
    return {};
  },
  'iam:DetachRolePolicy'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    const arn = checkPolicyArn(required(input.PolicyArn, 'policyArn'));
    if (!role.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    role.attached = role.attached.filter((attached) => attached !== arn);
    return {};
  },
  'iam:ListAttachedRolePolicies'(world, scope, input) {
    const { attached } = findRole(world, scope, input.RoleName);
    const { shown, envelope } = iamPage(attached, input);
    const AttachedPolicies = shown.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
    return { AttachedPolicies, ...envelope };
  },
  'iam:ListRolePolicies'(world, scope, input) {
    const { shown, envelope } = iamPage(Object.keys(findRole(world, scope, input.RoleName).inline), input);
    return { PolicyNames: shown, ...envelope };
  },
  'iam:GetRolePolicy'(world, scope, input) {
    const role = findRole(world, scope, input.RoleName);
    const name = required(input.PolicyName, 'policyName');
    const document = role.inline[name];
    if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(document) };
  },
  'iam:DeleteRolePolicy'(world, scope, input) {
    const { inline } = findRole(world, scope, input.RoleName);
    const name = required(input.PolicyName, 'policyName');
    if (inline[name] === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    delete inline[name];
    return {};
  },
} satisfies Partial<Services>;
