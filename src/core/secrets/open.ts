import { randomInt } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { storePlace, takeLock } from '../store/index.ts';
import { SecretsUnreadable } from './errors.ts';
import { type KeyPlace, keyFile, makeKey, readKey } from './key.ts';
import { openKeychain } from './keychain.ts';
import { seal, unseal } from './seal.ts';
import type { SecretEntry, SecretScope, SecretStore } from './secrets.ts';
import {
  readSecretsFile,
  type SealedSecret,
  type SecretsFile,
  secretsFile,
  versionOf,
  writeSecretsFile,
} from './secrets-file.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A write takes milliseconds; the first one may wait until the user has unlocked the keychain. */
const longestWait = 90_000;

export interface SecretStoreOptions {
  /** Default: the store's, see `storePlace`. */
  folder?: string | undefined;
  /** Default `process.env`. */
  environment?: Record<string, string | undefined>;
}

/**
 * This user's secrets. Opening reads nothing; what is asked for first reads secrets.json, and the key only when there is
 * a value to open. Throws `store-failed` when the file is damaged or its key is not there, and leaves both as they are.
 */
export function openSecrets(options: SecretStoreOptions = {}): SecretStore {
  const { environment = process.env } = options;
  return new EncryptedSecrets({ folder: options.folder ?? storePlace(environment), environment });
}

class EncryptedSecrets implements SecretStore {
  readonly file: string;
  readonly #place: KeyPlace;
  #read: { version: string; content: SecretsFile | undefined } | undefined;
  #key: { fingerprint: string; key: Promise<Uint8Array> } | undefined;

  constructor(place: KeyPlace) {
    this.#place = place;
    this.file = secretsFile(place.folder);
  }

  async get(folder: string, name: string): Promise<string | undefined> {
    const content = await this.#current();
    const found = content && findInOrder(content, projectScope(folder), name);
    return found && (await this.#open(content, found));
  }

  async set(
    scope: SecretScope,
    name: string,
    value: string,
    origin: SecretEntry['origin'] = 'set',
  ): Promise<void> {
    await this.#change((content, key) => put(content, key, real(scope), name, value, origin));
  }

  async delete(scope: SecretScope, name: string): Promise<boolean> {
    const wanted = real(scope);
    const isIt = (it: SecretEntry) => it.name === name && sameScope(it.scope, wanted);
    if (!(await this.#current())?.secrets.some(isIt)) return false;
    return await this.#change((content) => {
      const before = content.secrets.length;
      content.secrets = content.secrets.filter((it) => !isIt(it));
      return content.secrets.length < before;
    });
  }

  async list(folder?: string): Promise<SecretEntry[]> {
    const content = await this.#current();
    const project = folder === undefined ? undefined : projectScope(folder);
    return (content?.secrets ?? [])
      .filter(({ scope }) => scope.kind === 'user' || (project && sameScope(scope, project)))
      .map(({ sealed: _, ...entry }) => entry);
  }

  async generate(folder: string, name: string, length: number): Promise<string> {
    const scope = projectScope(folder);
    const content = await this.#current();
    const there = content && find(content, scope, name);
    if (there) return await this.#open(content, there);
    return await this.#change((latest, key) => {
      // Another process may have been first while this one waited for the lock.
      const first = find(latest, scope, name);
      if (first) return unsealed(key, first);
      const value = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
      put(latest, key, scope, name, value, 'generated');
      return value;
    });
  }

  async check(): Promise<void> {
    const content = await this.#current();
    if (content) await this.#keyOf(content);
  }

  async keyPlace(): ReturnType<SecretStore['keyPlace']> {
    const { folder, environment } = this.#place;
    const note = (await this.#current())?.key;
    const kind = note?.kind ?? ((await openKeychain(environment)) ? 'keychain' : 'file');
    return kind === 'keychain' ? { kind } : { kind, path: keyFile(folder) };
  }

  /** The file as it is, read anew when it was written since. */
  async #current(): Promise<SecretsFile | undefined> {
    const version = await versionOf(this.#place.folder);
    if (this.#read?.version !== version)
      this.#read = { version, content: await readSecretsFile(this.#place.folder) };
    return this.#read.content;
  }

  async #open(content: SecretsFile, secret: SealedSecret): Promise<string> {
    return unsealed(await this.#keyOf(content), secret);
  }

  async #keyOf({ key: note }: SecretsFile): Promise<Uint8Array> {
    if (this.#key?.fingerprint !== note.fingerprint)
      this.#key = { fingerprint: note.fingerprint, key: readKey(this.#place, note) };
    try {
      return await this.#key.key;
    } catch (thrown) {
      // The next one may find the keychain unlocked.
      this.#key = undefined;
      throw thrown;
    }
  }

  /** Reads, changes and replaces the file while no other process does. */
  async #change<T>(change: (content: SecretsFile, key: Uint8Array) => T): Promise<T> {
    const { folder } = this.#place;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await using _ = await takeLock(join(folder, 'locks'), 'secrets', {
        waitMilliseconds: longestWait,
        holder: `a change of secrets, pid ${process.pid}`,
      });
      const { content, key } = await this.#contentToChange();
      const before = JSON.stringify(content);
      const result = change(content, key);
      if (JSON.stringify(content) !== before) await writeSecretsFile(folder, content);
      return result;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code?.startsWith('E') && 'syscall' in (thrown as Error))
        throw new SecretsUnreadable(
          `${this.file} cannot be written: ${(thrown as Error).message}.`,
          'Check that the folder is yours and writable, and that its disk is not full.',
          thrown,
        );
      throw thrown;
    }
  }

  async #contentToChange(): Promise<{ content: SecretsFile; key: Uint8Array }> {
    const content = await readSecretsFile(this.#place.folder);
    if (content) return { content, key: await this.#keyOf(content) };
    const { key, note } = await makeKey(this.#place);
    return { content: { version: 1, key: note, secrets: [] }, key };
  }
}

function put(
  content: SecretsFile,
  key: Uint8Array,
  scope: SecretScope,
  name: string,
  value: string,
  origin: SecretEntry['origin'],
): void {
  const entry = {
    name,
    scope,
    origin,
    changedAt: Date.now(),
    sealed: seal(key, value, labelOf(scope, name)),
  };
  const at = content.secrets.findIndex((it) => it.name === name && sameScope(it.scope, scope));
  if (at < 0) content.secrets.push(entry);
  else content.secrets[at] = entry;
}

function unsealed(key: Uint8Array, { sealed, scope, name }: SealedSecret): string {
  try {
    return unseal(key, sealed, labelOf(scope, name));
  } catch (thrown) {
    throw new SecretsUnreadable(
      `The secret ${name} in secrets.json was changed by something else than Blockyard and does not open.`,
      'Set it anew with `blockyard secrets set`, or delete it with `blockyard secrets delete`.',
      thrown,
    );
  }
}

/** Bound to its value: a sealed value that is moved to another name or project does not open there. */
function labelOf(scope: SecretScope, name: string): string {
  return JSON.stringify(scope.kind === 'user' ? ['user', name] : ['project', scope.folder, name]);
}

function find(content: SecretsFile, scope: SecretScope, name: string): SealedSecret | undefined {
  return content.secrets.find((it) => it.name === name && sameScope(it.scope, scope));
}

/** What the project was given for itself, what the user has for all of them, what a source gave. */
function findInOrder(content: SecretsFile, project: SecretScope, name: string): SealedSecret | undefined {
  const own = find(content, project, name);
  if (own && own.origin !== 'fetched') return own;
  return find(content, { kind: 'user' }, name) ?? own;
}

function sameScope(one: SecretScope, other: SecretScope): boolean {
  return one.kind === 'project' && other.kind === 'project'
    ? one.folder === other.folder
    : one.kind === other.kind;
}

function real(scope: SecretScope): SecretScope {
  return scope.kind === 'user' ? { kind: 'user' } : projectScope(scope.folder);
}

/** One project, whichever way its folder is reached. */
function projectScope(folder: string): SecretScope {
  try {
    return { kind: 'project', folder: realpathSync.native(folder) };
  } catch {
    return { kind: 'project', folder: resolve(folder) };
  }
}
