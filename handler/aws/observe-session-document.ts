import { noPreferences, parseSessionDocument } from '../core/request/parse-session-document';
import type { Preferences } from '../core/request/properties';
import type { Settings } from '../core/request/settings';
import { absent, present, type Seen } from '../core/seen';
import type { Call } from './operations';
import { seen } from './seen';

/** What a session document of this Region says, by its name, or by its ARN if another account shares it. */
export async function observeSessionDocument(call: Call, Name: string, settings: Settings): Promise<Seen<Preferences>> {
  const content = await seen('ssm:GetDocument', async () => {
    const { Content } = await call('ssm:GetDocument', { Name, DocumentFormat: 'JSON' }, { region: settings.region });
    return Content === undefined ? absent : present(Content);
  });
  if (content.state === 'present') return parseSessionDocument(content.value, settings);
  // The Region's own preferences begin to exist when they are first saved; until then sessions go unlogged.
  return content.state === 'absent' && Name === REGIONS_OWN ? present(noPreferences) : content;
}

const REGIONS_OWN = 'SSM-SessionManagerRunShell';
