import { openTally } from '../tally';
import { stackNumbers } from './life';
import { liveAll } from './run';
import { lives } from './steps';

const tell = openTally();
const count = Number(process.env['LIVES'] ?? 1450);

test('stacks that move one after the other keep every law, whatever hands and other accounts do between', () =>
  liveAll('alone', lives(stackNumbers, 'alone'), count, tell));
