import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecrets } from '../secrets/index.ts';
import { FolderFiles } from './folder-files.ts';

let folder: string;
let files: FolderFiles;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-files-')));
  const home = join(folder, '.home');
  files = new FolderFiles(folder, { environment: {}, secrets: openSecrets({ folder: home }), home });
});
afterEach(() => {
  files.unwatch();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const compose = (...services: string[]) =>
  `services:\n${services.map((name) => `  ${name}: { image: busybox }\n`).join('')}`;
const names = async () => Object.keys((await files.load()).project?.config.services ?? {});

test('files that changed are loaded anew, those of an override that came as well', async () => {
  write('compose.yaml', compose('one'));
  expect(await names()).toEqual(['one']);
  write('compose.yaml', compose('one', 'two'));
  expect(await names()).toEqual(['one', 'two']);
  write('compose.override.yaml', compose('three'));
  expect(await names()).toEqual(['one', 'two', 'three']);
  write('compose.yaml', 'services: 5');
  const { project, problem } = await files.load();
  expect({ project, code: problem?.code }).toEqual({ project: undefined, code: 'compose-invalid' });
  write('compose.yaml', compose('four'));
  expect(await names()).toEqual(['four', 'three']);
});

test('an included file that was broken and is mended is loaded anew', async () => {
  write('compose.yaml', 'include: [more.yaml]\nservices: {}\n');
  write('more.yaml', 'services: 5');
  expect((await files.load()).problem).toBeDefined();
  write('more.yaml', compose('more'));
  expect(await names()).toEqual(['more']);
});

test('a watch tells of changes, and a look without one sees what happened meanwhile', async () => {
  write('compose.yaml', compose('one'));
  await files.load();
  const changed = new Promise<void>((resolve) => files.watch(resolve));
  write('compose.yaml', compose('two'));
  await changed;
  expect(Object.keys((await files.look()).project?.config.services ?? {})).toEqual(['two']);
  files.unwatch();
  write('compose.yaml', compose('three'));
  expect(Object.keys((await files.look()).project?.config.services ?? {})).toEqual(['three']);
});

test('whoever looks while others have the files loaded gets the new ones too', async () => {
  write('compose.yaml', compose('one'));
  await files.load();
  const changed = new Promise<void>((resolve) => files.watch(resolve));
  write('compose.yaml', compose('two'));
  await changed;
  const looks = await Promise.all([files.look(), files.look(), files.look()]);
  expect(looks.map(({ project }) => Object.keys(project?.config.services ?? {}))).toEqual([
    ['two'],
    ['two'],
    ['two'],
  ]);
  files.unwatch();
});

test('what is written while files are loaded is in the next answer', async () => {
  write('compose.yaml', compose('none'));
  await files.load();
  for (let round = 0; round < 50; round++) {
    const earlier = files.load();
    for (let turn = 0; turn < round; turn++) await new Promise(setImmediate);
    write('compose.yaml', compose(`round-${round}`));
    expect(await names()).toEqual([`round-${round}`]);
    await earlier;
  }
});
