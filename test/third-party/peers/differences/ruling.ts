import type { Operation } from '../../../../handler/aws/operations';

export type Peer = 'moto' | 'ministack';

/** Why some outcomes differ, and whom AWS's documentation supports. */
export interface Ruling {
  readonly because: string;
  /** `either`: it decides nothing. Where it supported the peer against us, ours was mended, and there is no row. */
  readonly supports: 'ours' | 'either';
  readonly references: readonly `https://docs.aws.amazon.com/${string}`[];
  readonly found: readonly Found[];
}

/** Where it shows: in each of these steps, or in an operation wherever it is called. */
export type Found = (InSteps | InOperation) & {
  /** As `Role.Tags[].Key`; without it, it is the outcome that differs. */
  readonly member?: string;
  /** What ours answers, and what each peer that differs does: `NoSuchEntity 404`, `output`; or a member as JSON. */
  readonly ours: string;
} & { readonly [P in Peer]?: string };

interface InSteps {
  readonly script: string;
  readonly steps: readonly string[];
}

interface InOperation {
  readonly operation: Operation;
}

/** In place of a value that changes with the input. */
export const anything = 'anything';
