import { recording } from '../local/aws/hooks';
import { company } from '../test/reliability/lives/company';
import { places } from '../test/reliability/lives/places';
import type { Theatre } from './lives';

/** The source at the port on a virtual clock, where every call takes so many milliseconds and nothing else takes any. */
export function port(latency: number): Theatre {
  const calls: Theatre['calls'] = [];
  const { world, clock, drivers, play } = company({ latency, hooks: () => recording(calls) });
  const [place] = places;
  const [driver] = drivers;
  if (!place || !driver) throw new Error('There is no place to measure in');
  const { arn, environment } = place.main;
  return { world, driver, calls, play, functionArn: arn, environment, now: clock.now };
}
