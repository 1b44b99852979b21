interface Bundled {
  readonly name: string;
  /** The functions of template.yaml whose bundles hold something of it. */
  readonly in: readonly ('Function' | 'UndeliveredFunction' | 'WatchFunction')[];
  readonly neededFor: string;
}

/** Every package that is inside a bundle. */
export const packages: readonly Bundled[] = [
  {
    name: '@aws-sdk/core',
    in: ['Function', 'WatchFunction'],
    neededFor: 'the table of partitions: domains and home Regions',
  },
  {
    name: '@aws-sdk/xml-builder',
    in: ['Function', 'WatchFunction'],
    neededFor: 'reading what IAM, CloudFormation, STS and S3 answer',
  },
  {
    name: '@smithy/core',
    in: ['Function', 'WatchFunction'],
    neededFor: 'requests, their URLs, checksums and streams, for the two below',
  },
  {
    name: '@smithy/node-http-handler',
    in: ['Function', 'WatchFunction'],
    neededFor: 'connections, their time-outs and their reuse',
  },
  { name: '@smithy/signature-v4', in: ['Function', 'WatchFunction'], neededFor: 'Signature Version 4' },
  { name: '@smithy/types', in: ['Function', 'WatchFunction'], neededFor: 'constants that @smithy/core imports' },
  {
    name: 'fastest-levenshtein',
    in: ['Function', 'UndeliveredFunction', 'WatchFunction'],
    neededFor: 'the nearest property to an unknown one',
  },
  {
    name: 'zod',
    in: ['Function', 'UndeliveredFunction', 'WatchFunction'],
    neededFor: 'the door: event, properties, settings',
  },
];
