import { readFileSync } from 'node:fs';
import { accountFrom } from './account-of';
import { say, tell } from './print';
import { bundleFunctions, openStage, type Stage } from './stage';

type Event = Readonly<Record<string, unknown>>;

/** Runs one event through bundle and wire, and prints what came of it; the exit code says how it was answered. */
export async function playEvent(file: string, format: 'text' | 'json'): Promise<0 | 1 | 2> {
  const read = readEvent(file);
  if ('problem' in read) {
    console.error(read.problem);
    return 2;
  }
  const stage = await openStage({ bundles: await bundleFunctions() });
  try {
    await playWhatWentBefore(stage, read.event);
    return await play(stage, { ...read, file }, format);
  } finally {
    await stage.stop();
  }
}

function readEvent(file: string): { readonly event: Event } | { readonly problem: string } {
  try {
    const event: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof event !== 'object' || event === null || Array.isArray(event)) {
      return { problem: `${file}: Expected a JSON object, the event of a custom resource` };
    }
    return { event: { ...event } };
  } catch (error) {
    return { problem: `${file}: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}` };
  }
}

/** An Update or a Delete speaks of something that exists: it is created first, from the properties of that time. */
async function playWhatWentBefore(stage: Stage, event: Event): Promise<void> {
  if (event['RequestType'] !== 'Update' && event['RequestType'] !== 'Delete') return;
  const ResourceProperties = event['OldResourceProperties'] ?? event['ResourceProperties'];
  await ask(stage, { ...event, RequestType: 'Create', ResourceProperties });
  await stage.takeLog();
}

interface Given {
  readonly file: string;
  readonly event: Event;
}

async function play(stage: Stage, { file, event }: Given, format: 'text' | 'json'): Promise<0 | 1 | 2> {
  const answered = await ask(stage, event);
  const [account] = accountFrom(await stage.takeLog());
  if ('problem' in answered) {
    console.error(`${file}: ${answered.problem.replaceAll('\n', '; ')}`);
    return 2;
  }
  const { answer } = answered;
  if (format === 'json') {
    console.log(
      JSON.stringify({ findings: account?.findings ?? [], changes: account?.changes ?? [], answer }, null, 2),
    );
  } else {
    if (account !== undefined) tell(account);
    say(`  Answer to CloudFormation: ${JSON.stringify(answer, null, 2).replaceAll('\n', '\n  ')}`);
  }
  return answer['Status'] === 'SUCCESS' ? 0 : 1;
}

type Answered = { readonly answer: Event } | { readonly problem: string };

/** Delivers the event with a ResponseURL of this machine, and reads what was sent there. */
async function ask({ main, endpoint }: Stage, event: Event): Promise<Answered> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const echo = { StackId: String(StackId), RequestId: String(RequestId), LogicalResourceId: String(LogicalResourceId) };
  const slot = endpoint.answers.open(echo);
  const completion = await main.invoke({ ...event, ResponseURL: slot.url });
  slot.close();
  if (completion.state === 'error') return { problem: completion.error.errorMessage };
  const sent = endpoint.answers.delivered.at(-1);
  return sent === undefined ? { problem: 'The function sent no answer' } : { answer: JSON.parse(sent.body) };
}
