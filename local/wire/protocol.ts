import type { AwsError } from '../../handler/aws/aws-error';

/** One HTTP request as it arrived, names of headers in lower case, path and query still encoded. */
export interface WireRequest {
  /** The id that AWS would give the request; the answer names it in header and body. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than the wire accepts, and was not kept. */
  readonly truncated: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request asks for: `iam:GetRole`, and its input in the shape the SDK's command takes. */
export interface Asked {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One of AWS's wire protocols, seen from the service's end. */
export interface Protocol {
  readonly read: (request: WireRequest, service: string) => Asked;
  readonly answer: (asked: Asked, output: object, request: WireRequest) => Reply;
  readonly refuse: (error: AwsError, request: WireRequest, service: string) => Reply;
}
