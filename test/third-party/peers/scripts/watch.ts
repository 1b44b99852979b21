import { ec2, tag, trust } from '../documents';
import { type Script, step } from '../script';

const metric = { Namespace: 'Peers', MetricName: 'Verdict', Dimensions: [{ Name: 'RoleName', Value: 'nobody' }] };
const asked = {
  MetricDataQueries: [{ Id: 'm0', MetricStat: { Metric: metric, Period: 300, Stat: 'Maximum' } }],
  StartTime: 1_700_000_000,
  EndTime: 1_700_086_400,
  ScanBy: 'TimestampDescending',
} as const;
const entry = { Source: 'session-manager-role', DetailType: 'Peers', Resources: [], Detail: '{"verdict":"BROKEN"}' };

/** What the watch asks beside what the function asks, and what it tells. */
export const watch: Script = {
  name: 'a watch',
  acts: [
    step('nobody is there', 'iam:ListRoles', { PathPrefix: '/watched/' }),
    step('somebody comes', 'iam:CreateRole', {
      ...{ RoleName: 'watched', Path: '/watched/', AssumeRolePolicyDocument: trust(ec2), Tags: [tag('stage', 'test')] },
    }),
    step('somebody is listed, without tags', 'iam:ListRoles', { PathPrefix: '/watched/' }),
    step('a path is no path', 'iam:ListRoles', { PathPrefix: 'watched' }),
    step('nothing was told of a role', 'cloudwatch:GetMetricData', asked),
    step('a page is nobody’s', 'cloudwatch:GetMetricData', { ...asked, NextToken: 'another' }),
    step('an event goes out', 'events:PutEvents', { Entries: [entry] }),
    step('an event that is no JSON does not', 'events:PutEvents', { Entries: [{ ...entry, Detail: '{' }] }),
    step('no events do not', 'events:PutEvents', { Entries: [] }),
    step('somebody goes', 'iam:DeleteRole', { RoleName: 'watched' }),
  ],
};
