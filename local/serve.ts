import { systemClock } from '../handler/aws/clock';
import { APPLICATION_ACCOUNT, createTwoAccounts, LOG_ACCOUNT, REGION } from './two-accounts';
import { startWire } from './wire/start';

// events/env.json and the README name both.
const PORT = 4566;
const ACCESS_KEY_ID = 'LOCALEXECUTIONROLE';
const SECRET_ACCESS_KEY = 'local';

/** `npm run local:aws`: the two accounts of the events on a fixed port, for `sam local invoke`. */
async function serve(): Promise<void> {
  const { world, functions } = createTwoAccounts();
  const session = world.sessions[functions.main.accessKeyId];
  if (session === undefined) throw new Error('Cannot serve: the execution role has no session');
  world.sessions[ACCESS_KEY_ID] = { ...session, secretAccessKey: SECRET_ACCESS_KEY, sessionToken: '' };
  const { now } = systemClock(Number.POSITIVE_INFINITY);
  const wire = await startWire({ world, now, port: PORT });
  console.log(`AWS for accounts ${[APPLICATION_ACCOUNT, LOG_ACCOUNT].join(' and ')} in ${REGION}: ${wire.url}`);
  console.log(
    'Another terminal: sam build && sam local invoke Function -e events/create.json --env-vars events/env.json',
  );
  console.log(
    `with AWS_ACCESS_KEY_ID=${ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET_ACCESS_KEY} AWS_DEFAULT_REGION=${REGION}`,
  );
  process.once('SIGINT', () => void wire.stop());
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
