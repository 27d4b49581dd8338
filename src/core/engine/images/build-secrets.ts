import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BuildRequest } from '../engine.ts';
import { BuildSecretError } from './errors.ts';
import type { SecretSource } from './session.ts';

/** BuildKit refuses larger ones. Bytes. */
const largestSecret = 500 * 1024;

/** Where the build's secrets come from. A file is looked at now, so that what is missing is said before the build. */
export async function findSecrets(
  secrets: BuildRequest['secrets'],
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, SecretSource>> {
  const found = new Map<string, SecretSource>();
  for (const { id, source } of secrets ?? []) {
    switch (source.kind) {
      case 'file':
        found.set(id, { kind: 'file', path: await checkFile(id, resolve(source.path)) });
        break;
      case 'environment': {
        const value = environment[source.name];
        if (value === undefined)
          throw new BuildSecretError(
            `The build secret ${id} comes from the variable ${source.name}, which is not set.`,
            `Set ${source.name} in your shell, or take the secret out of \`build.secrets\`.`,
          );
        found.set(id, { kind: 'value', value });
        break;
      }
      case 'value':
        found.set(id, source);
    }
  }
  return found;
}

async function checkFile(id: string, file: string): Promise<string> {
  const remedy = `Create ${file}, or correct the path of the secret ${id}.`;
  const stats = await stat(file).catch((cause) => {
    throw new BuildSecretError(`The file ${file} of the build secret ${id} can't be read.`, remedy, cause);
  });
  if (!stats.isFile())
    throw new BuildSecretError(`The build secret ${id} is at ${file}, which is not a file.`, remedy);
  if (stats.size > largestSecret)
    throw new BuildSecretError(
      `The build secret ${id} at ${file} is larger than BuildKit takes (500 KiB).`,
      'Give large files as an additional context or a bind mount instead.',
    );
  await access(file).catch((cause) => {
    throw new BuildSecretError(`The file ${file} of the build secret ${id} can't be read.`, remedy, cause);
  });
  return file;
}
