import { isAbsolute } from 'node:path';
import { BlockyardError } from '../../shared/index.ts';
import { readImageMap } from '../engine/index.ts';
import {
  settings as known,
  printSetting,
  resetSetting,
  type SettingName,
  settingNamed,
  writeSetting,
} from '../store/index.ts';
import type { Core } from './core.ts';
import { os } from './implement.ts';

export const settings = {
  list: os.settings.list.handler(({ context: { core } }) =>
    (Object.keys(known) as SettingName[]).map((name) => {
      const value = printSetting(core.store, name);
      const { about, unset } = known[name];
      return { name, about, unset, ...(value !== undefined && { value }) };
    }),
  ),

  set: os.settings.set.handler(async ({ context: { core }, input }) => {
    const name = settingNamed(input.name);
    const value = known[name].parse(input.value);
    if (name === 'image-map') await checkImageMap(String(value));
    writeSetting(core.store, name, value);
    takeUp(core, name);
  }),

  reset: os.settings.reset.handler(({ context: { core }, input }) => {
    const name = settingNamed(input.name);
    resetSetting(core.store, name);
    takeUp(core, name);
  }),
};

/** What cannot be read is refused now, not at the next `up`. */
async function checkImageMap(text: string): Promise<void> {
  if (!text.startsWith('{') && !isAbsolute(text))
    throw new BlockyardError('usage', `${text} is neither a JSON object nor the whole path of a file.`, {
      remedy: 'Write the path from its beginning, or the map itself.',
    });
  await readImageMap({}, text);
}

/** The connection to the engine was made with these. */
function takeUp({ live }: Core, name: SettingName): void {
  if (name === 'engine' || name === 'image-map') live.reconnect();
}
