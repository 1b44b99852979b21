import * as z from 'zod/mini';
import { parseArn } from '../arn';
import type { Origin, ParsedEvent } from './event';
import type { Problem } from './problem';
import { responseUrlMistrust } from './response-url';
import type { Home } from './settings';
import { isRecord, mismatch, pattern, problemsOf, text } from './shapes';

/** Reads a CloudFormation request, trusting nothing of it: anybody who may invoke the function can send any event. */
export function parseEvent(event: unknown, home: Home): ParsedEvent {
  if (!isRecord(event)) {
    return { state: 'unanswerable', problems: [{ path: 'event', message: mismatch('an object', event) }] };
  }
  const address = addressSchema(home).safeParse(event);
  const envelope = envelopeSchema(home).safeParse(event);
  const operation = operationSchema.safeParse(event);
  const failures = [address, envelope, operation].flatMap((part) => (part.success ? [] : [part.error]));
  const problems = firstOfEachPath(failures.flatMap((error) => problemsOf(error)));
  if (!address.success) return { state: 'unanswerable', problems };

  const origin = originOf(address.data);
  if (!envelope.success || !operation.success) {
    const id = physicalId.safeParse(event['PhysicalResourceId']);
    const type = operation.success ? operation.data.RequestType : 'unknown';
    return { state: 'refused', type, origin, problems, ...(id.success && { physicalId: id.data }) };
  }
  const { ResourceProperties: rawProperties } = envelope.data;
  if (operation.data.RequestType === 'Create') {
    return { state: 'accepted', request: { ...origin, rawProperties, type: 'Create' } };
  }
  const { RequestType: type, PhysicalResourceId } = operation.data;
  return { state: 'accepted', request: { ...origin, rawProperties, type, physicalId: PhysicalResourceId } };
}

const upTo = (longest: number) =>
  text(`1 to ${longest} bytes of text`, (value) => {
    return value !== '' && value.length <= longest && Buffer.byteLength(value) <= longest;
  });

/** Without these nobody can be told anything. */
function addressSchema(home: Home) {
  const trusted = (url: string) => responseUrlMistrust(url, home);
  return z.object({
    ResponseURL: z
      .string({ error: 'Expected the URL of an https endpoint' })
      .check(z.refine((url) => trusted(url) === undefined, { error: ({ input }) => trusted(String(input)) })),
    StackId: upTo(512),
    RequestId: upTo(256),
    LogicalResourceId: upTo(255),
  });
}

const stackResource = /^stack\/([A-Za-z][A-Za-z0-9-]{0,127})\/[A-Za-z0-9-]{1,64}$/;

function envelopeSchema({ partition, region, account }: Home) {
  const stacks = `the ARN of a CloudFormation stack in partition ${partition}, Region ${region}, account ${account}`;
  return z.object({
    StackId: text(stacks, (value) => {
      const arn = parseArn(value);
      if (arn?.service !== 'cloudformation' || arn.partition !== partition) return false;
      return arn.region === region && arn.account === account && stackResource.test(arn.resource);
    }),
    LogicalResourceId: pattern('letters and digits', 255, /^[A-Za-z0-9]+$/),
    ResourceType: text('Custom::SessionManagerRole', (value) => value === 'Custom::SessionManagerRole'),
    ResourceProperties: z.custom<Readonly<Record<string, unknown>>>(isRecord, {
      error: ({ input }) => mismatch('an object', input),
    }),
  });
}

const physicalId = upTo(1024);

const operationSchema = z.discriminatedUnion(
  'RequestType',
  [
    z.object({ RequestType: z.literal('Create') }),
    z.object({ RequestType: z.enum(['Update', 'Delete']), PhysicalResourceId: physicalId }),
  ],
  { error: ({ input }) => mismatch('Create, Update or Delete', isRecord(input) ? input['RequestType'] : input) },
);

function originOf(address: z.infer<ReturnType<typeof addressSchema>>): Origin {
  return {
    responseUrl: address.ResponseURL,
    stackId: address.StackId,
    stackName: stackResource.exec(parseArn(address.StackId)?.resource ?? '')?.[1] ?? '',
    requestId: address.RequestId,
    logicalId: address.LogicalResourceId,
  };
}

function firstOfEachPath(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}
