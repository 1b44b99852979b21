import { LATENCY, type MeasuredColdStart, ROUNDS, type Spread } from './cold-start';

const names = {
  function: 'this function',
  plain: 'plain bundle',
  unbundled: 'the same unbundled',
  empty: 'empty handler',
} as const;

/** The section of `npm run bench` for people. */
export function printColdStart({ nodeVersion, ratios, variants }: MeasuredColdStart): void {
  const note = nodeVersion.startsWith('v24.')
    ? ''
    : ', not the 24 of Lambda, which `npm run test:third-party` installs';
  console.log(`\nCold start: new processes of Node.js ${nodeVersion}${note}; ${ROUNDS} rounds, ${LATENCY} ms a call`);
  console.log('ms since the process began: median (quartiles)');
  const columns = ['handler ready', 'Delete answered', 'Create answered', 'peak MB', 'processor ms'];
  console.log([''.padEnd(18), ...columns.map((column) => column.padStart(20))].join(''));
  for (const variant of ['function', 'plain', 'unbundled', 'empty'] as const) {
    const { handlerReady, delete: remove, create, peakMegabytes, processor } = variants[variant];
    const cells = [handlerReady, remove, create, peakMegabytes, processor].map((cell) => shown(cell).padStart(20));
    console.log([names[variant].padEnd(18), ...cells].join(''));
  }
  const { handlerReady, delete: remove, create } = ratios;
  console.log(`of the plain bundle: handler ready ${handlerReady}, Delete ${remove}, Create ${create}`);
}

const shown = (spread: Spread | undefined) =>
  spread === undefined ? '' : `${spread.median} (${spread.quartiles.map(Math.round).join('-')})`;
