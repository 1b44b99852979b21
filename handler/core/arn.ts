/** An Amazon Resource Name in its parts; `resource` keeps its own colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN, or says `undefined` for any other text. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (arn !== 'arn' || partition === '' || service === '' || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(':') };
}
