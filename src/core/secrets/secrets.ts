/*
 * One encrypted file in BLOCKYARD_HOME serves the app, the browser mode and the command line. Its key lies in the
 * system's keychain, else in a key file of mode 0600. Source of the design: docs/decisions/0013-blocks.md.
 */

/** Where a secret belongs: to one project (its real folder), or to all of this user's. */
export type SecretScope = { kind: 'project'; folder: string } | { kind: 'user' };

export interface SecretEntry {
  name: string;
  scope: SecretScope;
  /** Typed in, made by us, or got from a source by command (then it is got anew after a while). */
  origin: 'set' | 'generated' | 'fetched';
  /** Milliseconds since the epoch. */
  changedAt: number;
}

export interface SecretStore {
  /** Who watches it learns of every change, also by other processes. */
  readonly file: string;
  /** The project's own, else the user's, else what a source gave to the project. */
  get(folder: string, name: string): Promise<string | undefined>;
  /** Crash-safe; several processes may write at once. */
  set(scope: SecretScope, name: string, value: string, origin?: SecretEntry['origin']): Promise<void>;
  delete(scope: SecretScope, name: string): Promise<boolean>;
  /** Names alone, of the user's and, with a folder, of the project's. */
  list(folder?: string): Promise<SecretEntry[]>;
  /** The generated secret of that name, made at the first call: two processes that ask at once get the same. */
  generate(folder: string, name: string, length: number): Promise<string>;
  /** Throws `store-failed` when the file cannot be read or its key is not there. */
  check(): Promise<void>;
  /** Where the key lies, or would lie, for `doctor`. */
  keyPlace(): Promise<{ kind: 'keychain' } | { kind: 'file'; path: string }>;
}
