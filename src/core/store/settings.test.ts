import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from './open.ts';
import { readSetting, resetSetting, settingNamed, settings, writeSetting } from './settings.ts';

test('a setting is kept until it is reset', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bytest-settings-'));
  const store = openStore({ folder });
  try {
    expect(readSetting(store, 'log-bytes')).toBeUndefined();
    writeSetting(store, 'log-bytes', settings['log-bytes'].parse('64m'));
    expect(readSetting(store, 'log-bytes')).toBe(64 * 2 ** 20);
    resetSetting(store, 'log-bytes');
    expect(readSetting(store, 'log-bytes')).toBeUndefined();
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});

test('sizes are read with their units', () => {
  const sizes = ['100', '1k', '1.5m', '2G', '3gb'].map((text) => settings['log-bytes'].parse(text));
  expect(sizes).toEqual([100, 1024, 1_572_864, 2_147_483_648, 3_221_225_472]);
});

test('a value is printed as it would be typed', () => {
  const typed = { 'log-bytes': ['64m', '3g', '1k', '100'], 'free-ports': ['yes', 'no'] } as const;
  expect(
    typed['log-bytes'].map((text) => settings['log-bytes'].print(settings['log-bytes'].parse(text))),
  ).toEqual(typed['log-bytes']);
  expect(
    typed['free-ports'].map((text) => settings['free-ports'].print(settings['free-ports'].parse(text))),
  ).toEqual(typed['free-ports']);
});

test('what is no size, and a name that nobody knows, are told with what would do', () => {
  expect(() => settings['log-bytes'].parse('much')).toThrow('much is not a size.');
  expect(() => settingNamed('log-byte')).toThrow('There is no setting log-byte.');
});
