import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { writeFileAtomically } from '../store/index.ts';
import { SecretsUnreadable } from './errors.ts';
import { openKeychain } from './keychain.ts';
import { readPrivate } from './private-file.ts';
import { fingerprint, keyBytes } from './seal.ts';

/** Where a key lies, as the file of secrets remembers it: another one that happens to be there is never taken. */
export interface KeyNote {
  kind: 'keychain' | 'file';
  /** Its account in the keychain. */
  account?: string;
  fingerprint: string;
}

export interface KeyPlace {
  folder: string;
  environment: Record<string, string | undefined>;
}

export const keyFile = (folder: string) => join(folder, 'secrets.key');

const afresh =
  'Or move secrets.json away and set your secrets anew: databases that were made with a generated password ' +
  'keep the old one.';

/** The key that `note` speaks of. Throws `store-failed` when it is not there or is another one. */
export async function readKey({ folder, environment }: KeyPlace, note: KeyNote): Promise<Uint8Array> {
  const key = note.kind === 'file' ? await readKeyFile(folder) : await readKeychain(environment, note);
  if (!key)
    throw new SecretsUnreadable(
      note.kind === 'file'
        ? `The key of your secrets, ${keyFile(folder)}, is gone.`
        : "The key of your secrets is not in this system's keychain.",
      `${note.kind === 'file' ? 'Put it back from a backup.' : 'Log in as the user who set them.'} ${afresh}`,
    );
  if (fingerprint(key) !== note.fingerprint)
    throw new SecretsUnreadable(
      note.kind === 'file'
        ? `${keyFile(folder)} is not the key with which your secrets were written.`
        : 'The key in the keychain is not the one with which your secrets were written.',
      `Put the right one back. ${afresh}`,
    );
  return key;
}

/** For a file of secrets that does not exist yet: in the keychain when there is one that works, else in a file. */
export async function makeKey({
  folder,
  environment,
}: KeyPlace): Promise<{ key: Uint8Array; note: KeyNote }> {
  // Of a crash in between, or of a file of secrets that was moved away.
  const earlier = await readKeyFile(folder);
  if (earlier) return { key: earlier, note: { kind: 'file', fingerprint: fingerprint(earlier) } };
  const key = randomBytes(keyBytes);
  const account = randomUUID();
  try {
    const keychain = await openKeychain(environment);
    await keychain?.write(account, key);
    // Read back: some keychains take everything and keep nothing.
    const kept = await keychain?.read(account);
    if (kept && fingerprint(kept) === fingerprint(key))
      return { key, note: { kind: 'keychain', account, fingerprint: fingerprint(key) } };
  } catch {
    // Locked, or no keychain behind the bus. `doctor` says where the key lies.
  }
  await writeFileAtomically(keyFile(folder), `${key.toString('base64')}\n`);
  return { key, note: { kind: 'file', fingerprint: fingerprint(key) } };
}

async function readKeyFile(folder: string): Promise<Uint8Array | undefined> {
  const path = keyFile(folder);
  const text = await readPrivate(path);
  if (text === undefined) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new SecretsUnreadable(`${path} is damaged: it holds no key.`, `Put it back from a backup. ${afresh}`);
}

async function readKeychain(environment: KeyPlace['environment'], note: KeyNote) {
  const keychain = await openKeychain(environment);
  if (!keychain)
    throw new SecretsUnreadable(
      "The key of your secrets lies in this system's keychain, which is not reachable here.",
      environment['BLOCKYARD_KEYCHAIN'] === 'off'
        ? 'Unset BLOCKYARD_KEYCHAIN, or use another folder with BLOCKYARD_HOME.'
        : 'Run this in a session with your desktop, or use another folder with BLOCKYARD_HOME.',
    );
  try {
    return await keychain.read(note.account ?? '');
  } catch (thrown) {
    throw new SecretsUnreadable(
      `The keychain does not give the key of your secrets: ${(thrown as Error).message}`,
      'Unlock it and try again.',
      thrown,
    );
  }
}
