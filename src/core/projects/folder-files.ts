import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlockyardError, ManyErrors, toBlockyardError } from '../../shared/index.ts';
import type { StackProject } from '../blocks/index.ts';
import { teamFileIn } from '../catalogues/index.ts';
import { composeFileNames, stackFileNames } from '../compose/index.ts';
import { loadStack } from '../loading/index.ts';
import { type SecretStore, secretsFile } from '../secrets/index.ts';
import { branchOf, headFile } from './branch.ts';
import { type FileWatch, watchFiles } from './file-watch.ts';
import type { FolderState } from './projects.ts';

/** What all folders are loaded with. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  secrets: SecretStore;
  /** The store's folder. */
  home: string;
}

/** How exact the times of files are at worst, in milliseconds. */
const tick = 20;

/**
 * The files of one opened folder: loaded when they are asked for, kept until one of them changes. While they are watched,
 * the watch tells of changes; else every question looks at the files' times, which is cheap beside loading them.
 */
export class FolderFiles {
  readonly folder: string;
  readonly #surroundings: Surroundings;
  #state: FolderState = {};
  /** What the state was made from. */
  #files: string[] = [];
  #signature: string | undefined;
  #loading: Promise<FolderState> | undefined;
  #next: Promise<FolderState> | undefined;
  #watch: { running: FileWatch | undefined; files: string; onChange: () => void } | undefined;
  #fresh = false;

  constructor(folder: string, surroundings: Surroundings) {
    this.folder = folder;
    this.#surroundings = surroundings;
  }

  /** As they are now: one that is being loaded may have been read before what the caller knows of was written. */
  load(): Promise<FolderState> {
    if (this.#next) return this.#next;
    if (!this.#loading) return this.#begin();
    this.#next = this.#loading.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  #begin(): Promise<FolderState> {
    this.#next = undefined;
    this.#loading = this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** With these services active; not kept. */
  loadWith(services: readonly string[]): Promise<StackProject> {
    return loadStack({ ...this.#surroundings, workingDirectory: this.folder, services: [...services] });
  }

  /** As they are by the watch, where there is one. */
  async look(): Promise<FolderState> {
    if (!this.#fresh || !this.#watch?.running?.isComplete()) return await this.load();
    // Being loaded counts as fresh, so that what changes meanwhile is noticed: but what is known is still the old state.
    return await (this.#loading ?? this.#state);
  }

  watch(onChange: () => void): void {
    this.#watch ??= { running: undefined, files: '', onChange };
    this.#watchFiles();
  }

  unwatch(): void {
    this.#watch?.running?.stop();
    this.#watch = undefined;
    this.#fresh = false;
  }

  async #load(): Promise<FolderState> {
    this.#fresh = true;
    const begun = Date.now();
    if (this.#signature !== undefined && (await timesOf(this.#files)).signature === this.#signature)
      return this.#state;
    const head = await headFile(this.folder);
    const [outcome, branch] = await Promise.all([this.#outcome(), branchOf(head)]);
    this.#state = { ...outcome.state, ...(branch !== undefined && { branch }) };
    this.#files = [...new Set([...outcome.files, ...(head === undefined ? [] : [head])])];
    const { signature, newest } = await timesOf(this.#files);
    // What was written while it was read is read again.
    const settled = newest < begun - tick;
    this.#signature = settled ? signature : undefined;
    if (!settled) this.#fresh = false;
    this.#watchFiles();
    return this.#state;
  }

  async #outcome(): Promise<{ state: FolderState; files: string[] }> {
    const possible = [...composeFileNames, ...stackFileNames, 'blockyard.lock', '.env'].map((name) =>
      join(this.folder, name),
    );
    possible.push(teamFileIn(this.#surroundings.home));
    try {
      const project = await loadStack({ ...this.#surroundings, workingDirectory: this.folder });
      const secrets = project.secretNeeds.length > 0 ? [secretsFile(this.#surroundings.home)] : [];
      return { state: { project }, files: [...possible, ...project.files, ...project.sources, ...secrets] };
    } catch (thrown) {
      const problem = toBlockyardError(thrown);
      // Those of before may be what is broken, and where errors are is what will be mended.
      return { state: { problem }, files: [...possible, ...this.#files, ...placesOf(problem)] };
    }
  }

  #watchFiles(): void {
    const files = this.#files.join('\n');
    if (!this.#watch || this.#watch.files === files) return;
    this.#watch.running?.stop();
    this.#watch.files = files;
    this.#watch.running = watchFiles(this.#files, () => {
      this.#fresh = false;
      this.#watch?.onChange();
    });
  }
}

function placesOf(error: BlockyardError): string[] {
  const all = error instanceof ManyErrors ? error.errors : [error];
  return all.flatMap(({ where }) => (where ? [where.file] : []));
}

async function timesOf(files: readonly string[]): Promise<{ signature: string; newest: number }> {
  const found = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  return {
    signature: found.map((it) => (it ? `${it.mtimeNs} ${it.size} ${it.ino}` : '')).join('\n'),
    newest: Math.max(0, ...found.map((it) => (it ? Number(it.mtimeMs) : 0))),
  };
}
