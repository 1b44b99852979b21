import { openTally } from '../tally';
import { stackNumbers } from './life';
import { liveAll } from './run';
import { lives } from './steps';

const tell = openTally();
const count = Number(process.env['LIVES'] ?? 550);

test('stacks that move at the same time keep every law, though they want one name in one account', () =>
  liveAll('together', lives(stackNumbers, 'together'), count, tell));
