import { stringify } from 'yaml';
import * as z from 'zod/mini';
import { transform } from './sam';

/** Where the member template of the stack set lies. */
export const memberPath = 'examples/organization/member.yaml';

/**
 * The template that a service-managed stack set deploys, which may have no transform: what AWS's own makes of
 * template.yaml, with the code in a bucket of each Region.
 */
export async function memberTemplate(): Promise<string> {
  const { Description, Parameters, Resources, ...rest } = transformed.parse(
    JSON.parse(await transform('template.yaml')),
  );
  const resources = Object.entries(Resources).map(([logicalId, { Metadata: _build, Properties, ...resource }]) => {
    const code = 'Code' in Properties ? { Code: codeOf(logicalId) } : {};
    return [logicalId, { ...resource, Properties: { ...Properties, ...code } }] as const;
  });
  const { AWSTemplateFormatVersion, ...others } = rest;
  const member = {
    AWSTemplateFormatVersion,
    Description,
    Parameters: { ...codeParameters, ...Parameters },
    ...others,
    Resources: Object.fromEntries(resources),
  };
  return `${head}${stringify(member, { version: '1.1', lineWidth: 120, aliasDuplicateObjects: false, singleQuote: true })}`;
}

const head = '# Written by npm run member-template from template.yaml, where every comment stands. Do not edit.\n';

const codeOf = (logicalId: string) => ({
  S3Bucket: { 'Fn::Sub': `\${CodeBucketPrefix}-\${AWS::Region}` },
  S3Key: { 'Fn::Sub': `\${CodeVersion}/${logicalId}.zip` },
});

const codeParameters = {
  CodeBucketPrefix: {
    Type: 'String',
    Description: "Name of the bucket with the function's code, before a hyphen and the Region.",
    AllowedPattern: '^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$',
    ConstraintDescription: 'Must be 3 to 42 lower-case letters, digits and hyphens',
  },
  CodeVersion: {
    Type: 'String',
    Description: 'Folder of that bucket which holds the code.',
    AllowedPattern: '^[A-Za-z0-9._-]{1,64}$',
    ConstraintDescription: 'Must be 1 to 64 letters, digits and ._-',
  },
};

const values = z.record(z.string(), z.unknown());
const transformed = z.looseObject({
  AWSTemplateFormatVersion: z.string(),
  Description: z.string(),
  Parameters: values,
  Resources: z.record(z.string(), z.looseObject({ Metadata: z.optional(z.unknown()), Properties: values })),
});
