import { APPLICATION_ACCOUNT } from '../../local/two-accounts';

export const ROLE = 'app-sessions';
export const PATH = '/session-manager/';
/** Another role of the same account, under the same path, that may do anything. */
export const NAMESAKE = 'other-sessions';
/** A role that is deleted once the policies are saved. */
export const FORMER = 'former-sessions';
export const INSTANCE = 'i-0123456789abcdef0';
export const GROUP = '/ssm/sessions';
export const ORGANIZATION = 'o-a1b2c3d4e5';

/** What a statement's words stand for in one world. */
export interface Terms {
  readonly bucket: string;
  readonly prefix: string;
  readonly keyArn: string;
  /** Whether the role is there already, so that a policy can name it. */
  readonly roleExists: boolean;
}

export const roleArn = (name: string) => `arn:aws:iam::${APPLICATION_ACCOUNT}:role${PATH}${name}`;
export const bucketArn = ({ bucket }: Terms) => `arn:aws:s3:::${bucket}`;
