import { resolve } from 'node:path';
import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';
import { table } from '../terminal/text.ts';

export function settingsCommand(): Command {
  const command = verb('settings', 'show what is set on this machine for every project').action(
    action(async (session) => {
      const { printSetting, readSetting, settings } = await import('../../core/store/index.ts');
      const store = await session.store();
      const names = Object.keys(settings) as (keyof typeof settings)[];
      const all = names.map((name) => ({
        name,
        value: readSetting(store, name),
        about: settings[name].about,
      }));
      if (session.output.json) return session.output.document(all);
      const rows = all.map(({ name, about }) => [
        name,
        printSetting(store, name) ?? `(${settings[name].unset})`,
        about,
      ]);
      session.output.text(table(['SETTING', 'VALUE', 'WHAT IT IS'], rows));
    }),
  );
  command.addCommand(
    verb('get', 'print one setting; nothing when it was never set')
      .argument('<name>', 'its name')
      .action(
        action(async (session, _flags, name: string) => {
          const { readSetting, settingNamed } = await import('../../core/store/index.ts');
          const value = readSetting(await session.store(), settingNamed(name));
          if (session.output.json) return session.output.document({ name, value });
          if (value !== undefined) session.output.text(`${value}\n`);
        }),
      ),
  );
  command.addCommand(
    verb('set', 'change a setting')
      .argument('<name>', 'its name')
      .argument('<value>', 'what to set it to')
      .action(action((session, _flags, name: string, value: string) => change(session, name, value))),
  );
  command.addCommand(
    verb('reset', 'forget a setting, so that the default holds again')
      .argument('<name>', 'its name')
      .action(
        action(async (session, _flags, name: string) => {
          const { resetSetting, settingNamed, settings } = await import('../../core/store/index.ts');
          const known = settingNamed(name);
          resetSetting(await session.store(), known);
          if (session.output.json) return session.output.document({ name });
          session.output.note(`${known}: ${settings[known].unset}.`);
        }),
      ),
  );
  return command;
}

async function change(session: Session, name: string, text: string): Promise<void> {
  const { settingNamed, settings, writeSetting } = await import('../../core/store/index.ts');
  const known = settingNamed(name);
  const parsed = settings[known].parse(text);
  const value = known === 'image-map' ? await checkedImageMap(String(parsed)) : parsed;
  writeSetting(await session.store(), known, value);
  if (session.output.json) return session.output.document({ name, value });
  session.output.note(`${known}: ${value}`);
}

/** A path is kept whole, since later commands run elsewhere. What cannot be read is refused now, not at the next `up`. */
async function checkedImageMap(text: string): Promise<string> {
  const { readImageMap } = await import('../../core/engine/index.ts');
  const value = text.startsWith('{') ? text : resolve(text);
  await readImageMap({}, value);
  return value;
}
