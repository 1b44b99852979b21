import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm run test:third-party`: everything it starts is in one process group, which ends with it however it ends. */
function supervise(): void {
  const suite = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'suite.ts'), ...process.argv.slice(2)], {
    detached: true,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => endGroup(suite.pid, signal));
  }
  suite.once('exit', (code) => {
    endGroup(suite.pid, 'SIGKILL');
    process.exitCode = code ?? 1;
  });
}

function endGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // Nobody is left in the group.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

supervise();
