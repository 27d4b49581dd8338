import { access, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SampleMissing } from './errors.ts';
import { hasComposeFile, homeOf } from './folders.ts';

/** Copies the sample to `~/blockyard/shop` and answers the folder. One that is there already stays as it is. */
export async function copySample(environment: NodeJS.ProcessEnv): Promise<string> {
  const folder = join(homeOf(environment), 'blockyard', 'shop');
  if (await hasComposeFile(folder)) return folder;
  await copyFolder(await sampleFolder(), folder);
  return folder;
}

/**
 * The sample lies in the packaged app's own resources, or else below a folder above this file: beside `out` in the npm
 * package and in the repository.
 */
async function sampleFolder(): Promise<string> {
  const { resourcesPath } = process as { resourcesPath?: string };
  const roots = resourcesPath === undefined ? [] : [resourcesPath];
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    roots.push(join(folder, 'resources'));
    if (folder === dirname(folder)) break;
  }
  for (const root of roots) {
    const sample = join(root, 'samples', 'shop');
    if (await isThere(join(sample, 'compose.yaml'))) return sample;
  }
  throw new SampleMissing();
}

/** File by file: an archive of Electron can be read from, but not copied from. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else {
      const { mode } = await stat(source);
      await writeFile(target, await readFile(source), { mode: mode & 0o777 });
    }
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
