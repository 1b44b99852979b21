import { systemClock } from '../handler/aws/clock';
import { createRole } from './aws/create';
import { startSession } from './aws/sessions';
import type { World } from './aws/world';
import { createHandMadeRole } from './hand-made-role';
import { APPLICATION_ACCOUNT, createTwoAccounts, LOG_ACCOUNT, REGION } from './two-accounts';
import { startWire } from './wire/start';

// events/env.json and the README name both.
const PORT = 4566;
const ACCESS_KEY_ID = 'LOCALEXECUTIONROLE';
const SECRET_ACCESS_KEY = 'local';
// docs/check-role.md names these.
const PERSON = 'LOCALPERSON';
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** `npm run local:aws`: the two accounts of the events on a fixed port, for `sam local invoke`. */
async function serve(): Promise<void> {
  const { world, functions } = createTwoAccounts();
  createRole(world, APPLICATION_ACCOUNT, { RoleName: 'engineer' }, { inline: { everything } });
  createHandMadeRole(world, { name: 'web-servers', bucket: 'app-session-logs' });
  signIn(world, ACCESS_KEY_ID, functions.main.accessKeyId);
  signIn(world, PERSON, startSession(world, APPLICATION_ACCOUNT, 'engineer', 'person'));
  const { now } = systemClock(Number.POSITIVE_INFINITY);
  const wire = await startWire({ world, now, port: PORT });
  console.log(`AWS for accounts ${[APPLICATION_ACCOUNT, LOG_ACCOUNT].join(' and ')} in ${REGION}: ${wire.url}`);
  console.log(
    'Another terminal: sam build && sam local invoke Function -e events/create.json --env-vars events/env.json',
  );
  console.log(
    `with AWS_ACCESS_KEY_ID=${ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET_ACCESS_KEY} AWS_DEFAULT_REGION=${REGION}`,
  );
  console.log(
    `Or, with AWS_ACCESS_KEY_ID=${PERSON} and AWS_ENDPOINT_URL=${wire.url}: npm run check-role -- --role-name web-servers`,
  );
  process.once('SIGINT', () => void wire.stop());
}

/** Lets somebody who has a session sign with an access key id that a person can type. */
function signIn(world: World, accessKeyId: string, known: string): void {
  const session = world.sessions[known];
  if (session === undefined) throw new Error(`Cannot serve: ${accessKeyId} has no session`);
  world.sessions[accessKeyId] = { ...session, secretAccessKey: SECRET_ACCESS_KEY, sessionToken: '' };
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
