import { cellName, parseCell } from './cells';
import type { Fault } from './faults';
import { live } from './life';

/** Lives one cell again and tells everything; true if every law held. */
export async function replay(name: string): Promise<boolean> {
  const { kind, faults } = parseCell(name);
  const { calls, told, events, ending, broken, exceptions } = await live(kind, faults);
  calls.forEach((operation, index) => {
    say(`${String(index + 1).padStart(4)} ${operation} ${befallen(faults, index + 1)}`.trimEnd());
  });
  for (const { event, body } of told) {
    say(`${event['RequestType']} was answered ${body.Status} with ${body.PhysicalResourceId}: ${body.Reason ?? ''}`);
  }
  for (const { logicalId, physicalId = '', status, reason = '' } of events) {
    say(`${logicalId} ${physicalId} ${status} ${reason}`.trimEnd());
  }
  say(`${cellName(kind, faults)} ended ${ending}`);
  for (const exception of exceptions) say(`Excepted by name: ${exception}`);
  for (const law of broken) say(`Broken: ${law}`);
  return broken.length === 0;
}

const befallen = (faults: readonly Fault[], nth: number) => faults.find(({ at }) => at === nth)?.kind ?? '';

const say = (line: string) => process.stdout.write(`${line}\n`);
