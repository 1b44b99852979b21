import { startBotocore } from '../botocore/botocore-client';
import { type MinistackOptions, startMinistack } from '../servers/ministack';
import { type Account, accountAt, region } from './account';
import { builtTemplate } from './build';
import { deploy } from './deploy';
import { callAwsAt, type Derivation, derive } from './derived';

/** A ministack of two accounts; template.yaml is deployed in the first. */
export interface Stage {
  readonly application: Account;
  /** Where the organisation keeps its session logs. */
  readonly log: Account;
  /** What was deployed. */
  readonly templatePath: string;
  readonly stop: () => Promise<void>;
}

/** Sets a stage before the tests of a file and clears it after them. */
export function onStage(policies: MinistackOptions['policies'], derivations: readonly Derivation[] = []): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await setStage(policies, derivations);
  });
  afterAll(() => stage?.stop());
  return () => {
    if (stage === undefined) throw new Error('The stage is set before the first test');
    return stage;
  };
}

/** `sam build`, and `sam deploy` into a ministack of its own. */
async function setStage(policies: MinistackOptions['policies'], derivations: readonly Derivation[]): Promise<Stage> {
  const builtPath = await builtTemplate();
  const server = await startMinistack({ account: applicationAccount, region, policies });
  const client = startBotocore();
  const stop = async () => {
    await Promise.all([server.stop(), client.stop()]);
  };
  try {
    const application = accountAt(server.url, client, applicationAccount);
    const templatePath = derive(builtPath, new URL(server.url).port, [callAwsAt(server.url), ...derivations]);
    await deploy(application, templatePath, crossAccountParameters);
    return { application, log: accountAt(server.url, client, logAccount), templatePath, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const applicationAccount = '111122223333';
const logAccount = '444455556666';

/** The parameters under which the function may work for a bucket of the log account. */
export const crossAccountParameters = {
  AllowedS3BucketOwners: logAccount,
  VerifierRoleName: 'session-manager-role-verifier',
  VerifierExternalId: 'session-logs',
} as const;
