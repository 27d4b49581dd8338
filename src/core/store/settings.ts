import { BlockyardError } from '../../shared/index.ts';
import type { Store } from './store.ts';

/** What a user may set on this machine, for every project. */
export interface Settings {
  /** A JSON object, or the path of a JSON file: public image names to those that are used instead. */
  'image-map': string;
  /** Bytes of logs kept for one stack. */
  'log-bytes': number;
  /** For how many hours the measurements of services are kept. */
  'metrics-hours': number;
  /** The engine to use: an address as in `DOCKER_HOST`, or `context NAME`. */
  engine: string;
  /** Whether a host port that is taken is replaced by a free one. */
  'free-ports': boolean;
}

export type SettingName = keyof Settings;

interface Definition<Value> {
  about: string;
  /** What holds when it was never set, for people. */
  unset: string;
  /** From what was typed; throws `SettingInvalid`. */
  parse(text: string): Value;
  /** As it would be typed. */
  print(value: Value): string;
}

export const settings: { readonly [Name in SettingName]: Definition<Settings[Name]> } = {
  'image-map': {
    about: 'registry mirror: a JSON object of patterns and names, or the path of a JSON file',
    unset: 'names are used as they are written',
    parse: (text) => text.trim(),
    print: String,
  },
  'log-bytes': {
    about: 'how much of a stack’s logs is kept, such as 512m',
    unset: '256m',
    parse: parseSize,
    print: printSize,
  },
  'metrics-hours': {
    about: 'for how many hours CPU, memory, network and disk use of services are kept',
    unset: '24',
    parse: parseHours,
    print: String,
  },
  engine: {
    about: 'which engine is used: an address as in DOCKER_HOST, or context NAME; DOCKER_HOST goes before it',
    unset: 'the context that docker uses, else the first engine that is found',
    parse: parseEngine,
    print: String,
  },
  'free-ports': {
    about: 'yes: where a host port is taken, `up` publishes at a free one, which stays the same',
    unset: 'no',
    parse: parseYesOrNo,
    print: (value) => (value ? 'yes' : 'no'),
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

/** As it would be typed; undefined when it was never set. */
export function printSetting(store: Store, name: SettingName): string | undefined {
  const value = readSetting(store, name);
  return value === undefined ? undefined : settings[name].print(value as never);
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

const addressForm = /^(unix|npipe|tcp|http|https|ssh):\/\/\S+$/;

function parseEngine(text: string): string {
  const engine = text.trim();
  if (addressForm.test(engine) || /^context \S+$/.test(engine)) return engine;
  throw new SettingInvalid(
    `${text} does not say where an engine is.`,
    'Write unix:///path, npipe:////./pipe/name, tcp://host:port, ssh://user@host, or context NAME.',
  );
}

function parseHours(text: string): number {
  const hours = Number(text.trim());
  if (hours >= 1 && hours <= 24 * 31) return hours;
  throw new SettingInvalid(`${text} is not a number of hours.`, 'Write a number from 1 to 744 (a month).');
}

function parseYesOrNo(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === 'yes' || word === 'true') return true;
  if (word === 'no' || word === 'false') return false;
  throw new SettingInvalid(`${text} is neither yes nor no.`, 'Write yes or no.');
}

const units = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmg]?)b?$/i.exec(text.trim());
  if (!match) throw new SettingInvalid(`${text} is not a size.`, 'Write a number with a unit: 64m, 1g.');
  return Math.round(Number(match[1]) * units[match[2]?.toLowerCase() as keyof typeof units]);
}

function printSize(bytes: number): string {
  const unit = (['g', 'm', 'k'] as const).find((letter) => bytes > 0 && bytes % units[letter] === 0);
  return unit ? `${bytes / units[unit]}${unit}` : String(bytes);
}
