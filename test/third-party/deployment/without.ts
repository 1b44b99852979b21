import * as z from 'zod/mini';
import type { Account } from './account';

const policy = { RoleName: 'session-manager-role-eu-west-1', PolicyName: 'SessionManagerRole' };

/** What the execution role may do, as it was deployed. */
export async function grantedRights({ call }: Account): Promise<PolicyDocument> {
  return inlinePolicy.parse(await call('iam', 'GetRolePolicy', policy)).PolicyDocument;
}

/** Takes one action from the execution role while something is done. */
export async function without<T>(account: Account, action: string, done: () => Promise<T>): Promise<T> {
  const { call } = account;
  const PolicyDocument = await grantedRights(account);
  const write = (document: object) =>
    call('iam', 'PutRolePolicy', { ...policy, PolicyDocument: JSON.stringify(document) });
  await write(withoutAction(PolicyDocument, action));
  try {
    return await done();
  } finally {
    await write(PolicyDocument);
  }
}

type PolicyDocument = z.infer<typeof inlinePolicy>['PolicyDocument'];

function withoutAction(document: PolicyDocument, action: string): PolicyDocument {
  const left = document.Statement.flatMap((statement) => {
    const Action = [statement.Action].flat().filter((granted) => granted !== action);
    return statement.Effect === 'Deny' ? [statement] : Action.length > 0 ? [{ ...statement, Action }] : [];
  });
  return { ...document, Statement: left };
}

const statement = z.looseObject({ Effect: z.string(), Action: z.union([z.string(), z.array(z.string())]) });
const inlinePolicy = z.object({ PolicyDocument: z.looseObject({ Statement: z.array(statement) }) });
