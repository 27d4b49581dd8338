import { existsSync } from 'node:fs';
import { join } from 'node:path';

type Environment = Record<string, string | undefined>;

/** The system's own place for secrets: Keychain on macOS, Credential Manager on Windows, a secret service on Linux. */
export interface Keychain {
  read(account: string): Promise<Uint8Array | undefined>;
  write(account: string, secret: Uint8Array): Promise<void>;
}

const service = 'Blockyard';
/** It may ask the user to unlock it: that long they have. */
const mostMilliseconds = 60_000;

/** The keychain, unless there can be none here: then nothing is loaded and nobody waits. */
export async function openKeychain(environment: Environment): Promise<Keychain | undefined> {
  if (environment['BLOCKYARD_KEYCHAIN'] === 'off') return undefined;
  if (process.platform === 'linux' && !hasSessionBus(environment)) return undefined;
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    // Without the pin it falls back to the kernel's keyring, which forgets at the next start of the machine.
    const entry = (account: string) =>
      new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
    return {
      read: async (account) => {
        const secret = await answered(entry(account).getSecret());
        return secret ? Uint8Array.from(secret) : undefined;
      },
      write: (account, secret) => answered(entry(account).setSecret(secret)),
    };
  } catch {
    // No build of the module for this system.
    return undefined;
  }
}

/** Secret services are reached over the session's D-Bus: a server without a desktop mostly has none. */
function hasSessionBus(environment: Environment): boolean {
  if (environment['DBUS_SESSION_BUS_ADDRESS']) return true;
  const runtime = environment['XDG_RUNTIME_DIR'];
  return runtime !== undefined && existsSync(join(runtime, 'bus'));
}

async function answered<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The keychain does not answer.')), mostMilliseconds);
  });
  try {
    return await Promise.race([call, silence]);
  } finally {
    clearTimeout(timer);
  }
}
