import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../store/index.ts';
import { SecretsUnreadable } from './errors.ts';
import type { KeyNote } from './key.ts';
import { readPrivate } from './private-file.ts';
import type { SecretEntry } from './secrets.ts';

/** secrets.json: names in the open, values sealed. */
export interface SecretsFile {
  version: 1;
  key: KeyNote;
  secrets: SealedSecret[];
}

export interface SealedSecret extends SecretEntry {
  sealed: string;
}

export const secretsFile = (folder: string) => join(folder, 'secrets.json');

/** Undefined when there is none. Throws `store-failed` for one that is damaged or newer; it is never written over. */
export async function readSecretsFile(folder: string): Promise<SecretsFile | undefined> {
  const path = secretsFile(folder);
  const text = await readPrivate(path);
  if (text === undefined) return undefined;
  const content = parse(text);
  if (isSecretsFile(content)) return content;
  const version = (content as { version?: unknown } | undefined)?.version;
  if (typeof version === 'number' && version > 1)
    throw new SecretsUnreadable(
      `${path} was written by a newer Blockyard.`,
      'Update Blockyard, or give this one a folder of its own with BLOCKYARD_HOME.',
    );
  throw new SecretsUnreadable(
    `${path} is damaged. It was left as it is.`,
    'Put it back from a backup, or move it away and set your secrets anew.',
  );
}

export async function writeSecretsFile(folder: string, content: SecretsFile): Promise<void> {
  await writeFileAtomically(secretsFile(folder), `${JSON.stringify(content, undefined, 1)}\n`);
}

/** Changes whenever the file was written; empty when there is none. */
export async function versionOf(folder: string): Promise<string> {
  try {
    const { ino, mtimeNs, size, mode } = await stat(secretsFile(folder), { bigint: true });
    return `${ino} ${mtimeNs} ${size} ${mode}`;
  } catch {
    return '';
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSecretsFile(content: unknown): content is SecretsFile {
  const file = content as Partial<SecretsFile> | null | undefined;
  return (
    file?.version === 1 &&
    typeof file.key?.fingerprint === 'string' &&
    (file.key.kind === 'file' || file.key.kind === 'keychain') &&
    Array.isArray(file.secrets) &&
    file.secrets.every(
      (it) =>
        typeof it?.name === 'string' &&
        typeof it.sealed === 'string' &&
        typeof it.changedAt === 'number' &&
        (it.origin === 'set' || it.origin === 'generated' || it.origin === 'fetched') &&
        (it.scope?.kind === 'user' || (it.scope?.kind === 'project' && typeof it.scope.folder === 'string')),
    )
  );
}
