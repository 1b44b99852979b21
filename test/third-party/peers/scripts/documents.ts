import { allowing, ec2, policy, theAccount, trust } from '../documents';
import { type Script, step } from '../script';

const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index));
const written = (title: string, PolicyDocument: string) =>
  step(title, 'iam:CreatePolicy', { PolicyName: `document-${title.replaceAll(' ', '-')}`, PolicyDocument });
const trusted = (title: string, AssumeRolePolicyDocument: string) =>
  step(title, 'iam:CreateRole', { RoleName: `trust-${title.replaceAll(' ', '-')}`, AssumeRolePolicyDocument });
const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const sts = { Effect: 'Allow', Principal: ec2, Action: 'sts:AssumeRole' };

/** Documents that IAM does not take, and some that it does. */
export const documents: Script = {
  name: 'documents',
  acts: [
    written('no JSON', '{'),
    written('an empty object', '{}'),
    written('a list', '[]'),
    written('no statement', policy([])),
    written('one statement without a list', JSON.stringify({ Version: '2012-10-17', Statement: statement })),
    written('no version', JSON.stringify({ Statement: [statement] })),
    written('the version of 2008', JSON.stringify({ Version: '2008-10-17', Statement: [statement] })),
    written('another version', JSON.stringify({ Version: '2013-10-17', Statement: [statement] })),
    written('another effect', policy([{ ...statement, Effect: 'Permit' }])),
    written('no effect', policy([{ Action: 's3:*', Resource: '*' }])),
    written('no action', policy([{ Effect: 'Allow', Resource: '*' }])),
    written('an action without a service', policy([{ ...statement, Action: 's3' }])),
    written('both kinds of action', policy([{ ...statement, NotAction: 's3:Get*' }])),
    written('no resource', policy([{ Effect: 'Allow', Action: 's3:*' }])),
    written('a resource that is no ARN', policy([{ ...statement, Resource: 'bucket' }])),
    written('both kinds of resource', policy([{ ...statement, NotResource: '*' }])),
    written('a principal', policy([{ ...statement, Principal: '*' }])),
    written('an unknown element', policy([{ ...statement, Owner: '*' }])),
    written(
      'one Sid twice',
      policy([
        { ...statement, Sid: 'One' },
        { ...statement, Sid: 'One' },
      ]),
    ),
    written('a Sid with a space', policy([{ ...statement, Sid: 'O ne' }])),
    written('an empty list of actions', policy([{ ...statement, Action: [] }])),
    written('a condition of no kind', policy([{ ...statement, Condition: { Equals: { 'aws:userid': 'a' } } }])),
    written('a condition', policy([{ ...statement, Condition: { StringEquals: { 'aws:userid': ['a', 'b'] } } }])),
    written('too many characters', allowing('s3:*', { Resource: many(400, (index) => `arn:aws:s3:::bucket${index}`) })),
    written('much white space', allowing('s3:*').padEnd(9000)),
    written('a character beyond Latin 1', allowing('s3:*', { Resource: 'arn:aws:s3:::\u0159' })),

    trusted('a trust that is no JSON', '{'),
    trusted('a trust without a principal', trust(undefined)),
    trusted('a trust with a resource', policy([{ ...sts, Resource: '*' }])),
    trusted('a trust in NotPrincipal', policy([{ Effect: 'Allow', NotPrincipal: ec2, Action: 'sts:AssumeRole' }])),
    trusted('a trust in another action', policy([{ ...sts, Action: 's3:GetObject' }])),
    trusted('a trust in no role', trust({ AWS: 'arn:aws:iam::123456789012:role/trust-nobody' })),
    trusted('a trust in no service', trust({ Service: 'ec3.amazonaws.com' })),
    trusted('a trust in the account', trust(theAccount)),
    trusted('a trust in an account id', trust({ AWS: '123456789012' })),
    trusted('a trust in a role', trust({ AWS: ['arn:aws:iam::123456789012:role/trust-a-trust-in-the-account'] })),
    trusted('a trust in everybody', trust('*')),
    trusted('a trust on a condition', trust(theAccount, { StringEquals: { 'sts:ExternalId': 'x' } })),
    trusted('too long a trust', trust({ AWS: many(200, () => '123456789012') })),
  ],
};
