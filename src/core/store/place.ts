import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Record<string, string | undefined>;

/** The store's folder: BLOCKYARD_HOME, else where this system keeps the data of applications. */
export function storePlace(environment: Environment = process.env, platform = process.platform): string {
  if (environment['BLOCKYARD_HOME']) return environment['BLOCKYARD_HOME'];
  const home = environment['HOME'] || environment['USERPROFILE'] || homedir();
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Blockyard');
    case 'win32':
      return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Blockyard');
    default:
      return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'blockyard');
  }
}
