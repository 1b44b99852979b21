import { playEvent } from './one-event';
import { playStory } from './story';

const usage = 'usage: npm start [-- EVENT.json [--json]]';

/** `npm start`: the story; `npm start -- EVENT.json`: one event. Exit 0 if all went as told, 1 if not, 2 for a wrong call. */
async function start(argv: readonly string[]): Promise<number> {
  const options = argv.filter((argument) => argument.startsWith('-'));
  const files = argv.filter((argument) => !argument.startsWith('-'));
  const [file] = files;
  const problems = [
    ...options.filter((option) => option !== '--json').map((option) => `unknown option ${option}`),
    ...(files.length > 1 ? [`one event file at a time, got ${files.join(', ')}`] : []),
    ...(options.includes('--json') && file === undefined ? ['--json needs an event file'] : []),
  ];
  if (problems.length > 0) {
    console.error(`${problems.join('; ')} (${usage})`);
    return 2;
  }
  if (file === undefined) return (await playStory()) ? 0 : 1;
  return playEvent(file, options.includes('--json') ? 'json' : 'text');
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
