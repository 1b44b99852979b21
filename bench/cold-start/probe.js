// A fresh process for each sample: loads a function as Lambda does, hands it the event, and says what that took.
const [, , file, invocation] = process.argv;

async function probe() {
  // Lambda's Node.js runtime requires a .js file, and imports an .mjs file.
  const { handler } = file.endsWith('.mjs') ? await import(file) : require(file);
  if (typeof handler !== 'function') throw new Error(`${file} exports no handler`);
  // Since the process began.
  const ready = performance.now();
  if (invocation !== undefined) await invoke(handler, JSON.parse(invocation));
  const answered = performance.now();
  const { maxRSS: peakKilobytes, userCPUTime, systemCPUTime } = process.resourceUsage();
  const processor = (userCPUTime + systemCPUTime) / 1000;
  process.stdout.write(`\n${JSON.stringify({ ready, answered, peakKilobytes, processor })}`, () => process.exit(0));
}

function invoke(handler, { event, functionArn }) {
  return handler(event, { invokedFunctionArn: functionArn, getRemainingTimeInMillis: () => 300_000 });
}

probe();
