import { sam } from '../sam/sam';
import { type Account, region } from './account';

/** `sam deploy` of template.yaml as it was built. */
export async function deploy(
  { caller }: Account,
  builtPath: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const { endpoint, credentials } = caller;
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  // As samconfig.toml has it, but for the question whether to go on.
  const asked = ['--capabilities', 'CAPABILITY_NAMED_IAM', '--resolve-s3', '--no-confirm-changeset'];
  const stack = ['--stack-name', 'session-manager-role', '--template-file', builtPath];
  await sam(['deploy', ...stack, ...asked, '--parameter-overrides', ...overrides], { endpoint, region, credentials });
}
