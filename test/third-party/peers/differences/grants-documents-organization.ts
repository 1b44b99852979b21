import { anything, type Ruling } from './ruling';

const kms = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const ssm = 'https://docs.aws.amazon.com/systems-manager/latest';
const organizations = 'https://docs.aws.amazon.com/organizations/latest/APIReference';

const grants: readonly Ruling[] = [
  {
    because: 'a grant bears its key’s ARN, the account that issued it, and the time when it did',
    supports: 'ours',
    references: [`${kms}/API_ListGrants.html#API_ListGrants_Examples`, `${kms}/API_GrantListEntry.html`],
    found: [
      { ...listing('KeyId'), ours: anything, moto: anything },
      { ...listing('IssuingAccount'), ours: '"arn:aws:iam::123456789012:root"', moto: 'absent' },
      { ...listing('CreationDate'), ours: '"<time>"', moto: 'absent' },
    ],
  },
  {
    because: 'ListGrants can be asked for the grants of one principal',
    supports: 'ours',
    references: [`${kms}/API_ListGrants.html#API_ListGrants_RequestSyntax`],
    found: [
      {
        script: 'grants',
        steps: ['those to one role', 'those to nobody here'],
        ...{ member: anything, ours: anything, moto: anything },
      },
    ],
  },
  {
    because: 'ListGrants takes an id or a key’s ARN, and refuses what is neither, and markers that it did not make',
    supports: 'ours',
    references: [`${kms}/API_ListGrants.html#API_ListGrants_Errors`],
    found: [
      { ...asked('by alias'), ours: 'NotFoundException 400', moto: 'output' },
      { ...asked('by a marker of nobody’s making'), ours: 'InvalidMarkerException 400', moto: 'output' },
      {
        ...asked('by what is no ARN of a key'),
        ...{ ours: 'InvalidArnException 400', moto: 'unreadable', ministack: 'NotFoundException 400' },
      },
      {
        ...asked('of no key', 'of another account’s key by its id'),
        ...{ ours: 'NotFoundException 400', moto: 'unreadable' },
      },
    ],
  },
  {
    because: 'ListGrants reads another account’s key by its ARN, where that account lets it',
    supports: 'ours',
    references: [`${kms}/API_ListGrants.html`],
    found: [
      {
        ...asked('of another account’s key'),
        ...{ ours: 'output', moto: 'unreadable', ministack: 'NotFoundException 400' },
      },
    ],
  },
];

const got = ['by name', 'by name, as JSON', 'by name and version', 'by ARN', 'shared, by ARN'];
const notGot = ['before there is one', 'shared, by name', 'not shared, by ARN', 'not there, by ARN'];
const inNoVersion = ['in a version that is not there'];

const documents: readonly Ruling[] = [
  {
    because: 'a document is found by its ARN too, and one that another account shares by nothing else',
    supports: 'ours',
    references: [`${ssm}/APIReference/API_GetDocument.html`, `${ssm}/userguide/documents-ssm-sharing.html`],
    found: [{ ...reading(['by ARN', 'shared, by ARN']), ours: 'output', moto: 'InvalidDocument 400' }],
  },
  {
    because: 'a version that is not there is a refusal of its own',
    supports: 'ours',
    references: [`${ssm}/APIReference/API_GetDocument.html#API_GetDocument_Errors`],
    found: [{ ...reading(inNoVersion), ours: 'InvalidDocumentVersion 400', moto: 'InvalidDocument 400' }],
  },
  {
    because: 'a document shows when it was made',
    supports: 'ours',
    references: [`${ssm}/APIReference/API_GetDocument.html#API_GetDocument_ResponseSyntax`],
    found: [{ operation: 'ssm:GetDocument', member: 'CreatedDate', ours: '"<time>"', moto: 'absent' }],
  },
  {
    because: 'Systems Manager has documents: ministack has none',
    supports: 'ours',
    references: [`${ssm}/APIReference/API_GetDocument.html`],
    found: [
      { ...reading(got), ours: 'output', ministack: 'InvalidAction 400' },
      { ...reading(notGot), ours: 'InvalidDocument 400', ministack: 'InvalidAction 400' },
      { ...reading(inNoVersion), ours: 'InvalidDocumentVersion 400', ministack: 'InvalidAction 400' },
    ],
  },
];

const organization: readonly Ruling[] = [
  {
    because: 'an account is in no organisation until one is made: ministack makes one for whoever asks',
    supports: 'ours',
    references: [`${organizations}/API_DescribeOrganization.html#API_DescribeOrganization_Errors`],
    found: [
      {
        ...{ script: 'an organisation', steps: ['before it is in one'] },
        ...{ ours: 'AWSOrganizationsNotInUseException 400', ministack: 'output' },
      },
    ],
  },
  {
    because: 'the address of a management account is its own affair',
    supports: 'either',
    references: [`${organizations}/API_Organization.html`],
    found: [
      {
        ...{ operation: 'organizations:DescribeOrganization', member: 'Organization.MasterAccountEmail' },
        ours: '"123456789012@example.com"',
        moto: '"master@example.com"',
        ministack: '"master+123456789012@ministack.local"',
      },
    ],
  },
];

/** Grants, session documents and the organisation. */
export const grantsDocumentsAndOrganization: readonly Ruling[] = [...grants, ...documents, ...organization];

function listing(member: string) {
  return { operation: 'kms:ListGrants', member: `Grants[].${member}` } as const;
}

function asked(...steps: readonly string[]) {
  return { script: 'grants', steps };
}

function reading(steps: readonly string[]) {
  return { script: 'session documents', steps };
}
