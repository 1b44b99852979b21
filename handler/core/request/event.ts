import type { Problem } from './problem';

/** What every answer must echo, and where it must go. */
export interface Origin {
  readonly responseUrl: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly requestId: string;
  readonly logicalId: string;
}

/** A CloudFormation request whose envelope is trusted; its properties are not parsed yet. */
export type Request = CreateRequest | UpdateRequest | DeleteRequest;

export interface CreateRequest extends Asked {
  readonly type: 'Create';
}

export interface UpdateRequest extends Asked {
  readonly type: 'Update';
  readonly physicalId: string;
}

export interface DeleteRequest extends Asked {
  readonly type: 'Delete';
  readonly physicalId: string;
}

interface Asked extends Origin {
  readonly rawProperties: Readonly<Record<string, unknown>>;
}

/**
 * `refused`: the envelope is wrong, but CloudFormation can be told so.
 * `unanswerable`: not even the address of the answer can be trusted, so nothing is sent.
 */
export type ParsedEvent =
  | { readonly state: 'accepted'; readonly request: Request }
  | {
      readonly state: 'refused';
      readonly type: Request['type'] | 'unknown';
      readonly origin: Origin;
      readonly physicalId?: string;
      readonly problems: readonly Problem[];
    }
  | { readonly state: 'unanswerable'; readonly problems: readonly Problem[] };
