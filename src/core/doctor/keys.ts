import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

/** Where the key of the secrets file lies. The system's key store is not used yet: a key file is. */
export async function checkKeys(folder: string): Promise<Finding> {
  const file = join(folder, 'secrets.key');
  const found = await stat(file).catch(() => undefined);
  if (!found)
    return {
      level: 'ok',
      topic: 'keys',
      what: 'No secrets are kept: there is neither a key file nor a need for one.',
    };
  const mode = found.mode & 0o777;
  if (process.platform !== 'win32' && mode !== 0o600)
    return {
      level: 'error',
      topic: 'keys',
      what: `The key file ${file} has mode ${mode.toString(8).padStart(4, '0')}: others may read it.`,
      remedy: `chmod 600 ${file}`,
    };
  return {
    level: 'note',
    topic: 'keys',
    what: `The key of your secrets lies in ${file} (mode 0600), not in the system's key store.`,
  };
}
