import type { Verdict } from './access/verdict';
import type { Origin } from './request/event';

/** How a request ended. */
export type Outcome =
  | { readonly status: 'SUCCESS'; readonly physicalId: string; readonly attributes: Attributes }
  | { readonly status: 'DELETED'; readonly physicalId: string }
  | { readonly status: 'FAILED'; readonly physicalId: string; readonly reason: string };

/** What `Fn::GetAtt` reads, every one on every successful Create and Update. */
export interface Attributes {
  readonly RoleArn: string;
  readonly RoleName: string;
  readonly RoleId: string;
  readonly PolicyArn: string;
  readonly InstanceProfileArn: string;
  readonly InstanceProfileName: string;
  readonly InstanceProfileId: string;
  readonly S3KmsKeyArn: string;
  readonly KmsKeyArn: string;
  readonly VerificationStatus: Verdict | 'OFF';
  readonly VerificationSummary: string;
  readonly RequiredBucketPolicy: string;
  readonly RequiredKeyPolicy: string;
}

/** An answer that is known to fit, or by how many bytes it does not. */
export type Sized = { readonly fits: true; readonly body: string } | { readonly fits: false; readonly excess: number };

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html: 4096 itself passes.
const BODY_BYTES = 4096;

/** The body of the answer to CloudFormation. A reason is cut to fit; attributes never are, save for the summary. */
export function answer(origin: Origin, outcome: Outcome, logStream: string): string {
  switch (outcome.status) {
    case 'DELETED':
      return JSON.stringify({ Status: 'SUCCESS', ...echo(origin, outcome.physicalId) });
    case 'FAILED':
      return failed(origin, outcome, logStream);
    case 'SUCCESS': {
      const sized = succeeded(origin, outcome);
      if (sized.fits) return sized.body;
      const reason = `The answer is ${sized.excess} bytes longer than the ${BODY_BYTES} that CloudFormation reads`;
      return failed(origin, { physicalId: outcome.physicalId, reason }, logStream);
    }
    default:
      return outcome satisfies never;
  }
}

/** Whether a success will fit, however long its summary turns out to be: asked before the first write. */
export function succeeded(origin: Origin, outcome: Extract<Outcome, { status: 'SUCCESS' }>): Sized {
  const { status, physicalId, attributes } = outcome;
  const body = (VerificationSummary: string) =>
    JSON.stringify({ Status: status, ...echo(origin, physicalId), Data: { ...attributes, VerificationSummary } });
  const excess = bytes(body('')) - BODY_BYTES;
  if (excess > 0) return { fits: false, excess };
  return { fits: true, body: body(longestFitting(attributes.VerificationSummary, -excess)) };
}

function failed(origin: Origin, { physicalId, reason }: { physicalId: string; reason: string }, logStream: string) {
  const end = ` (see log stream ${logStream})`;
  const body = (Reason: string) => JSON.stringify({ Status: 'FAILED', ...echo(origin, physicalId), Reason });
  const room = BODY_BYTES - bytes(body(end));
  return body(longestFitting(reason, room) + end);
}

function echo({ stackId, requestId, logicalId }: Origin, physicalId: string) {
  return { PhysicalResourceId: physicalId, StackId: stackId, RequestId: requestId, LogicalResourceId: logicalId };
}

const bytes = (text: string) => Buffer.byteLength(text);
// Inside a JSON string a character may take more bytes than outside.
const escapedBytes = (text: string) => bytes(JSON.stringify(text)) - 2;

const ELLIPSIS = '…';

/** The text, or its head with an ellipsis, cut between code points so that it takes no more than `room` bytes in JSON. */
function longestFitting(text: string, room: number): string {
  if (escapedBytes(text) <= room) return text;
  let left = room - bytes(ELLIPSIS);
  let head = '';
  for (const character of text) {
    left -= escapedBytes(character);
    if (left < 0) break;
    head += character;
  }
  return room < bytes(ELLIPSIS) ? '' : head + ELLIPSIS;
}
