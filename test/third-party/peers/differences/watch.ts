import type { Ruling } from './ruling';

const iam = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const cloudwatch = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference';
const eventBridge = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference';

const noJson = 'an event that is no JSON does not';

const asked = (...steps: readonly string[]) => ({ script: 'a watch', steps });

/** What the watch asks and tells. */
export const watch: readonly Ruling[] = [
  {
    because: 'ListRoles shows roles without their tags, and a description only where there is one',
    supports: 'ours',
    references: [`${iam}/API_ListRoles.html`],
    found: [
      {
        ...asked('somebody is listed, without tags'),
        ...{ member: 'Roles[].Tags', ours: 'absent', ministack: '[{"Key":"stage","Value":"test"}]' },
      },
      { operation: 'iam:ListRoles', member: 'Roles[].Description', ours: 'absent', ministack: '""' },
    ],
  },
  {
    because: 'a path prefix begins with a slash',
    supports: 'ours',
    references: [`${iam}/API_ListRoles.html`],
    found: [{ ...asked('a path is no path'), ours: 'ValidationError 400', moto: 'output', ministack: 'output' }],
  },
  {
    because: 'the label of a metric is made by CloudWatch where none was asked for, and the page does not say how',
    supports: 'either',
    references: [`${cloudwatch}/API_MetricDataResult.html`],
    found: [
      {
        operation: 'cloudwatch:GetMetricData',
        ...{ member: 'MetricDataResults[].Label', ours: '"Verdict"', moto: '"Verdict Maximum"', ministack: '"m0"' },
      },
    ],
  },
  {
    because: 'a token of nobody’s making is refused',
    supports: 'ours',
    references: [`${cloudwatch}/API_GetMetricData.html#API_GetMetricData_Errors`],
    found: [{ ...asked('a page is nobody’s'), ours: 'InvalidNextToken 400', moto: 'output', ministack: 'output' }],
  },
  {
    because: 'a detail is a JSON object, and an entry that is refused has a code and no id',
    supports: 'ours',
    references: [`${eventBridge}/API_PutEvents.html`, `${eventBridge}/API_PutEventsResultEntry.html`],
    found: [
      { ...asked(noJson), member: 'FailedEntryCount', ours: '1', ministack: '0' },
      { ...asked(noJson), member: 'Entries[].ErrorCode', ours: '"MalformedDetail"', ministack: 'absent' },
      { ...asked(noJson), member: 'Entries[].ErrorMessage', ours: '"Detail is malformed."', ministack: 'absent' },
      { ...asked(noJson), member: 'Entries[].EventId', ours: 'absent', ministack: '"<opaque>"' },
    ],
  },
  {
    because: 'a request puts at least one entry',
    supports: 'ours',
    references: [`${eventBridge}/API_PutEvents.html#API_PutEvents_RequestParameters`],
    found: [{ ...asked('no events do not'), ours: 'ValidationException 400', moto: 'output', ministack: 'output' }],
  },
];
