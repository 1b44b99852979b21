import { parseArn } from '../arn';
import type { Settings } from './settings';
import { text } from './shapes';

/** The partition and account that named things must belong to. */
export type Home = Pick<Settings, 'partition' | 'account'>;

// The path excludes the wildcards and variables of policies, since ARNs end up in policies.
const policyResource = /^policy\/(?:[!-#%-)+->@-~]{0,510}\/)?[\w+=,.@-]{1,128}$/;
const keyId = '(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})';
const alias = 'alias/[a-zA-Z0-9/_-]{1,250}';
const keyResource = new RegExp(`^key/${keyId}$`);
const aliasResource = new RegExp(`^${alias}$`);
const localKey = new RegExp(`^(?:${keyId}|${alias})$`);

/** The ARN of an IAM policy that roles of this account can bear: the account's own or AWS's. */
export function policyArn({ partition, account }: Home) {
  return text(`the ARN of an IAM policy of account ${account} or of AWS, in partition ${partition}`, (value) => {
    const arn = parseArn(value);
    if (arn?.service !== 'iam' || arn.partition !== partition || arn.region !== '') return false;
    return (arn.account === account || arn.account === 'aws') && policyResource.test(arn.resource);
  });
}

/** The ARN of a KMS key of any account. */
export function keyArn({ partition }: Home) {
  return text(`the ARN of a KMS key in partition ${partition}, not of an alias`, (value) => {
    return isKmsArn(value, partition, keyResource);
  });
}

/** A KMS key as the session document may name it; an alias only of this account, as the agent's account resolves it. */
export function sessionKey({ partition, account }: Home) {
  const what = `a KMS key's id or ARN in partition ${partition}, or an alias or alias ARN of account ${account}`;
  return text(what, (value) => {
    if (localKey.test(value)) return true;
    if (isKmsArn(value, partition, keyResource)) return true;
    return isKmsArn(value, partition, aliasResource) && parseArn(value)?.account === account;
  });
}

function isKmsArn(value: string, partition: string, resource: RegExp): boolean {
  const arn = parseArn(value);
  if (arn?.service !== 'kms' || arn.partition !== partition || arn.region === '') return false;
  return /^\d{12}$/.test(arn.account) && resource.test(arn.resource);
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html: 128 characters, of an ARN too.
/** The name of a session document, or the ARN of one that another account shares. */
export function sessionDocument({ partition }: Home) {
  return text(`the name, or the ARN in partition ${partition}, of a session document`, (value) => {
    const arn = parseArn(value);
    if (arn === undefined) return /^[\w.-]{3,128}$/.test(value);
    if (value.length > 128) return false;
    return arn.service === 'ssm' && arn.partition === partition && /^document\/[\w.-]{3,128}$/.test(arn.resource);
  });
}
