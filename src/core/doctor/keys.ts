import { stat } from 'node:fs/promises';
import { toBlockyardError } from '../../shared/index.ts';
import { keyFile, openSecrets, secretsFile } from '../secrets/index.ts';
import type { Finding } from './finding.ts';

/** Where the key of the secrets lies, whether it opens them, and who may read the files. */
export async function checkKeys(folder: string, environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  // Looked at first: whoever reads them takes the rights of others away.
  const exposed = (await Promise.all([secretsFile(folder), keyFile(folder)].map(checkMode))).flat();
  const secrets = openSecrets({ folder, environment });
  try {
    await secrets.check();
    return [...exposed, wellKept(await secrets.keyPlace(), await exists(secrets.file))];
  } catch (thrown) {
    const { message, remedy } = toBlockyardError(thrown);
    return [...exposed, { level: 'error', topic: 'keys', what: message, ...(remedy && { remedy }) }];
  }
}

function wellKept(
  place: { kind: 'keychain' } | { kind: 'file'; path: string },
  hasSecrets: boolean,
): Finding {
  const where =
    place.kind === 'keychain' ? "in this system's keychain" : `in ${place.path}, which only you may read`;
  if (!hasSecrets)
    return { level: 'ok', topic: 'keys', what: `No secrets are kept yet. Their key will lie ${where}.` };
  return {
    level: place.kind === 'keychain' ? 'ok' : 'note',
    topic: 'keys',
    what: `Your secrets are kept encrypted, and their key lies ${where}.`,
  };
}

async function checkMode(file: string): Promise<Finding[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found || process.platform === 'win32' || (found.mode & 0o077) === 0) return [];
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
  return [
    {
      level: 'warning',
      topic: 'keys',
      what: `${file} had mode ${mode}, so that others could read it. It is 0600 now.`,
      remedy:
        'If others use this machine, change the secrets that matter, and see what gave the file that mode.',
    },
  ];
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
