import { parseHome, parseSettings } from '../handler/core/request/parse-settings';
import { renderProblems } from '../handler/core/request/problem';
import type { Settings } from '../handler/core/request/settings';

/** The settings of a function that is deployed as it should be; throws with everything that is wrong otherwise. */
export function settingsOf(environment: Readonly<Record<string, string | undefined>>, functionArn: string): Settings {
  const parsed = parseSettings(environment, parseHome(environment, functionArn));
  if ('problems' in parsed)
    throw new Error(`Cannot use the function's environment:\n${renderProblems(parsed.problems)}`);
  return parsed.settings;
}
