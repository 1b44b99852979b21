/** The five parts of an ARN after `arn:`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN apart, or answers `undefined` if it is none. */
export function parseArn(arn: string): Arn | undefined {
  const parts = arn.length <= longestArn ? arnPattern.exec(arn) : null;
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}

const longestArn = 2048;
const arnPattern = /^arn:(aws[a-z-]{0,20}):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):([\u0021-\u007E]+)$/;
