import type { Answers } from '../../../local/cloudformation/answers';

/** Who was asked what, how often, and what was answered. */
export interface Record {
  readonly delivered: (event: unknown) => void;
  /** An answer of the function was taken. */
  readonly answered: (event: unknown) => void;
  /** Requests that were not answered exactly once a delivery that lived to answer. */
  readonly unanswered: () => readonly string[];
  /** Replacements of which CloudFormation never learnt, since it no longer listened: `stackId physicalId`. */
  readonly unheard: () => readonly Unheard[];
}

/** By which exception of the laws a replacement may be left. */
export interface Unheard {
  readonly stackId: string;
  readonly physicalId: string;
  readonly exception:
    | 'a replacement that is cancelled between its last question and its answer'
    | 'the second delivery of a replacement that fails halfway';
}

interface Request {
  readonly type: string;
  readonly physicalId: string | undefined;
  deliveries: number;
  answers: number;
}

export function createRecord(answers: readonly Pick<Answers, 'delivered'>[]): Record {
  const requests = new Map<string, Request>();
  const requestOf = (event: unknown): Request => {
    const { RequestId, RequestType: type, PhysicalResourceId: physicalId } = event as Event;
    const request = requests.get(RequestId) ?? { type, physicalId, deliveries: 0, answers: 0 };
    requests.set(RequestId, request);
    return request;
  };
  const taken = () => answers.flatMap(({ delivered }) => delivered);
  const read = () =>
    new Set(
      taken()
        .filter((one) => one.read)
        .map(({ requestId }) => requestId),
    );
  return {
    delivered: (event) => {
      requestOf(event).deliveries += 1;
    },
    answered: (event) => {
      requestOf(event).answers += 1;
    },
    unanswered: () =>
      [...requests]
        .filter(([, { deliveries, answers }]) => answers < 1 || answers > deliveries)
        .map(([id, { type, deliveries, answers }]) => `${type} ${id}: ${answers} answers to ${deliveries} deliveries`),
    unheard: () => {
      const heard = read();
      return taken().flatMap((one): readonly Unheard[] => {
        const request = requests.get(one.requestId);
        const { Status, StackId: stackId, PhysicalResourceId: physicalId } = JSON.parse(one.body);
        if (one.read || request?.type !== 'Update' || physicalId === request.physicalId) return [];
        if (Status === 'FAILED')
          return [{ stackId, physicalId, exception: 'the second delivery of a replacement that fails halfway' }];
        const cancelled = 'a replacement that is cancelled between its last question and its answer';
        return heard.has(one.requestId) ? [] : [{ stackId, physicalId, exception: cancelled }];
      });
    },
  };
}

interface Event {
  readonly RequestId: string;
  readonly RequestType: string;
  readonly PhysicalResourceId?: string;
}
