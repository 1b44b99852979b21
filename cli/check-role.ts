import { sdkCall } from '../handler/aws/call';
import { systemClock } from '../handler/aws/clock';
import { checkRole } from './check-role/command';

// Far longer than the reads take, which are throttled at worst.
const LIMIT = 60_000;

const effects = { environment: process.env, connect: sdkCall, clock: systemClock(Date.now() + LIMIT) };

checkRole(process.argv.slice(2), effects).then(({ code, out, err }) => {
  if (out !== '') console.log(out);
  if (err !== '') console.error(err);
  process.exitCode = code;
});
