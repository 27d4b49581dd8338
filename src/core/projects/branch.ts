import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Where the repository that a folder is in says what is checked out: its `HEAD`. Undefined where there is none. */
export async function headFile(folder: string): Promise<string | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    const git = join(current, '.git');
    const head = join(git, 'HEAD');
    if ((await textOf(head)) !== undefined) return head;
    // In a worktree or a submodule it is a file that leads on.
    const link = /^gitdir: (.+)$/m.exec((await textOf(git)) ?? '')?.[1];
    if (link !== undefined) return join(resolve(current, link.trim()), 'HEAD');
    if (current === dirname(current)) return undefined;
  }
}

/** The branch by the `HEAD` file, the short commit when there is none; read without git, which is slow to start. */
export async function branchOf(head: string | undefined): Promise<string | undefined> {
  const text = head === undefined ? undefined : (await textOf(head))?.trim();
  if (!text) return undefined;
  const branch = /^ref: refs\/heads\/(.+)$/.exec(text)?.[1];
  return branch ?? (/^[0-9a-f]{40,64}$/.test(text) ? text.slice(0, 7) : undefined);
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
