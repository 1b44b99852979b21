import { all, type Recorded, recording, throttling } from '../local/aws/hooks';
import { company } from '../test/reliability/lives/company';
import { places } from '../test/reliability/lives/places';

/** Many Creates at once under IAM's throttling. */
export interface MeasuredThrong {
  readonly stacks: number;
  /** Calls of IAM that were served. */
  readonly iamCalls: number;
  /** Calls that were refused, and tried again. */
  readonly refused: number;
  /** Time from the first request to the last answer, over the time that the throttle lets pass those calls in. */
  readonly ratio: number;
  /** What became of the stacks, other than success. */
  readonly failures: readonly string[];
}

const STACKS = 200;
// IAM publishes no rates; these are what its throttling of an account looks like from outside, taken low.
const BURST = 100;
const PER_SECOND = 30;

/** Creates 200 stacks at once on a virtual clock, IAM taking 30 calls a second after the first hundred. */
export async function measureThrong(wait: 'by default' | 'none'): Promise<MeasuredThrong> {
  const [asked, served]: [Recorded[], Recorded[]] = [[], []];
  const { clock, drivers, play } = company({
    latency: 100,
    hooks: ({ now }) => all(recording(asked), throttling(BURST, PER_SECOND, now), recording(served)),
  });
  const [place] = places;
  const [driver] = drivers;
  if (!place || !driver) throw new Error('There is no place to measure in');
  const properties = {
    ServiceToken: place.main.arn,
    S3BucketName: place.bucket,
    ...(wait === 'none' && { PropagationWaitSeconds: 0 }),
  };
  const template = { resources: { SessionRole: { type: 'Custom::SessionManagerRole', properties } } } as const;
  const began = clock.now();
  const names = Array.from({ length: STACKS }, (_, index) => `throng-${index}`);
  const outcomes = await play(() => Promise.all(names.map((name) => driver.createStack(name, template))));
  const iamCalls = ofIam(served);
  const allowed = ((iamCalls - BURST) / PER_SECOND) * 1000;
  return {
    ...{ stacks: STACKS, iamCalls, refused: ofIam(asked) - iamCalls },
    ratio: Math.round(((clock.now() - began) / allowed) * 1000) / 1000,
    failures: outcomes.flatMap(({ status, reason }) => (status === 'CREATE_COMPLETE' ? [] : [`${status} ${reason}`])),
  };
}

const ofIam = (calls: readonly Recorded[]) => calls.filter(({ operation }) => operation.startsWith('iam:')).length;
