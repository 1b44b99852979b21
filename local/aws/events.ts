import { AwsError } from '../../handler/aws/aws-error';
import type { Input } from '../../handler/aws/operations';
import { accountOf, nextId, type Services } from './service';

type Entry = Input<'events:PutEvents'>['Entries'][number];

/** The default event bus: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const eventBus = {
  'events:PutEvents'(world, scope, { Entries: entries }, now) {
    if (entries.length < 1 || entries.length > 10) {
      throw new AwsError('Validation', 400, "1 validation error detected: Value at 'entries' has no 1 to 10 members");
    }
    const account = accountOf(world, scope.account);
    const results = entries.map((entry) => {
      const refusal = refusalOf(entry);
      if (refusal !== undefined) return refusal;
      const { Source: source, DetailType: detailType, Resources: resources, Detail: detail } = entry;
      const event = { region: scope.region, source, detailType, resources: [...resources], detail, at: now };
      account.events = [...(account.events ?? []), event];
      return { EventId: nextId(world, '', 36).toLowerCase() };
    });
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  },
} satisfies Partial<Services>;

function refusalOf({ Source, Detail }: Entry) {
  const refused = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  if (Source.startsWith('aws.')) return refused('NotAuthorizedForSource', `Not authorized for the source ${Source}.`);
  if (Buffer.byteLength(Detail) > 256 * 1024)
    return refused('EntrySizeTooLarge', 'Total size of the entry is too large.');
  return isObject(Detail) ? undefined : refused('MalformedDetail', 'Detail is malformed.');
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}
