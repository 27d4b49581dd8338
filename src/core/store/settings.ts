import { BlockyardError } from '../../shared/index.ts';
import type { Store } from './store.ts';

/** What a user may set on this machine, for every project. */
export interface Settings {
  /** A JSON object, or the path of a JSON file: public image names to those that are used instead. */
  'image-map': string;
  /** Bytes of logs kept for one stack. */
  'log-bytes': number;
}

export type SettingName = keyof Settings;

interface Definition<Value> {
  about: string;
  /** What holds when it was never set, for people. */
  unset: string;
  /** From what was typed; throws `SettingInvalid`. */
  parse(text: string): Value;
}

export const settings: { readonly [Name in SettingName]: Definition<Settings[Name]> } = {
  'image-map': {
    about: 'registry mirror: a JSON object of patterns and names, or the path of a JSON file',
    unset: 'names are used as they are written',
    parse: (text) => text.trim(),
  },
  'log-bytes': {
    about: 'how much of a stack’s logs is kept, such as 512m',
    unset: '256m',
    parse: parseSize,
  },
};

const area = 'settings';

export class SettingInvalid extends BlockyardError {
  constructor(message: string, remedy: string) {
    super('usage', message, { remedy });
  }
}

/** Undefined when it was never set. */
export function readSetting<Name extends SettingName>(store: Store, name: Name): Settings[Name] | undefined {
  return store.get<Settings[Name]>(area, name);
}

export function writeSetting<Name extends SettingName>(
  store: Store,
  name: Name,
  value: Settings[Name],
): void {
  store.set(area, name, value);
}

export function resetSetting(store: Store, name: SettingName): void {
  store.delete(area, name);
}

/** The name, when there is such a setting. */
export function settingNamed(name: string): SettingName {
  if (Object.hasOwn(settings, name)) return name as SettingName;
  throw new SettingInvalid(`There is no setting ${name}.`, `There are: ${Object.keys(settings).join(', ')}.`);
}

const units = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmg]?)b?$/i.exec(text.trim());
  if (!match) throw new SettingInvalid(`${text} is not a size.`, 'Write a number with a unit: 64m, 1g.');
  return Math.round(Number(match[1]) * units[match[2]?.toLowerCase() as keyof typeof units]);
}
