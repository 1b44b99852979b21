import { noPreferences, parseSessionDocument } from '../core/request/parse-session-document';
import type { Preferences } from '../core/request/properties';
import type { Place } from '../core/request/settings';
import { absent, present, type Seen } from '../core/seen';
import type { Call } from './operations';
import { seen } from './seen';

/** What a session document of this Region says, by its name, or by its ARN if another account shares it. */
export async function observeSessionDocument(call: Call, Name: string, place: Place): Promise<Seen<Preferences>> {
  const saved = await observeSavedDocument(call, Name, place);
  // The Region's own preferences begin to exist when they are first saved; until then sessions go unlogged.
  return saved.state === 'absent' && Name === REGIONS_OWN ? present(noPreferences) : saved;
}

/** The same, where it matters whether somebody ever saved it. */
export async function observeSavedDocument(call: Call, Name: string, place: Place): Promise<Seen<Preferences>> {
  const content = await seen('ssm:GetDocument', async () => {
    const { Content } = await call('ssm:GetDocument', { Name, DocumentFormat: 'JSON' }, { region: place.region });
    return Content === undefined ? absent : present(Content);
  });
  return content.state === 'present' ? parseSessionDocument(content.value, place) : content;
}

/** The document by which sessions go that name no other. */
export const REGIONS_OWN = 'SSM-SessionManagerRunShell';
