import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GitFailed, openGit, type RepositoryAddress, repositoryAddress } from '../git/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { CloneFailed, CloneRefused, FolderUnusable } from './errors.ts';
import { absolute, homeOf } from './folders.ts';
import type { CloneRequest } from './projects.ts';

interface CloneSurroundings {
  environment: NodeJS.ProcessEnv;
  task: TaskContext;
}

/**
 * Clones into a folder that is new or empty and answers it. When it fails or is cancelled, what was made is removed.
 * git never asks anything: what needs a password or a passphrase fails at once, in git's words.
 */
export async function cloneRepository(
  request: CloneRequest,
  { environment, task }: CloneSurroundings,
): Promise<string> {
  const address = repositoryAddress(request.url);
  const parent = absolute(request.parentFolder, homeOf(environment));
  const folder = join(parent, folderName(request.folderName ?? address.name));
  const wasThere = await requireEmpty(folder);
  await mkdir(folder, { recursive: true }).catch((thrown) => {
    throw new FolderUnusable(parent, thrown);
  });
  try {
    await clone(address, folder, environment, task);
    return folder;
  } catch (thrown) {
    await removeHalf(folder, wasThere);
    throw thrown;
  }
}

async function clone(
  address: RepositoryAddress,
  folder: string,
  environment: NodeJS.ProcessEnv,
  task: TaskContext,
): Promise<void> {
  const lines = new Map<string, ReturnType<TaskContext['progress']>>();
  const git = await openGit({
    folder,
    environment,
    address,
    signal: task.signal,
    progress: ({ stage, processed, total }) => {
      const line = lines.get(stage) ?? task.progress(titleOf(stage), { unit: 'steps' });
      lines.set(stage, line);
      line.update({ current: processed, total });
      if (processed >= total) line.done();
    },
  });
  const connecting = task.progress(address.shown);
  connecting.start('connects');
  try {
    // `--` ends the options: whatever comes after is an address and a folder.
    await git(['clone', '--progress', '--', address.url, folder]);
    connecting.done('cloned');
  } catch (thrown) {
    throw thrown instanceof GitFailed ? new CloneFailed(address.shown, thrown) : thrown;
  }
}

function titleOf(stage: string): string {
  const words = stage.replace(/^remote:/, 'the other side: ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function folderName(name: string): string {
  if (name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name)) return name;
  throw new CloneRefused(
    `\`${name}\` is no name for a folder.`,
    'Give the new folder a name without slashes.',
  );
}

/** Whether it was there, and empty. */
async function requireEmpty(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw thrown.code === 'ENOTDIR'
      ? new CloneRefused(`${folder} is a file.`, 'Give the new folder another name.')
      : new FolderUnusable(folder, thrown);
  });
  if (entries && entries.length > 0)
    throw new CloneRefused(
      `${folder} is there already, and not empty.`,
      'Open it if it is what you want, or give the new folder another name.',
    );
  return entries !== undefined;
}

async function removeHalf(folder: string, keepFolder: boolean): Promise<void> {
  if (!keepFolder) return await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  for (const name of await readdir(folder).catch(() => []))
    await rm(resolve(folder, name), { recursive: true, force: true, maxRetries: 5 });
}
