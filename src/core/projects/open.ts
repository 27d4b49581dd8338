import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { StackProject } from '../blocks/index.ts';
import type { Live } from '../live/index.ts';
import { withoutBlocks } from '../loading/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import { projectFromEngine, type SeenProject } from '../stack/index.ts';
import type { Store } from '../store/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { cloneRepository } from './clone.ts';
import { FolderUnusable, NoComposeFile, ProjectUnknown } from './errors.ts';
import { FolderFiles, type Surroundings } from './folder-files.ts';
import { hasComposeFile, listFolders } from './folders.ts';
import type { CloneRequest, FolderListing, FolderState, KnownFolder, Projects } from './projects.ts';
import { copySample } from './sample.ts';

interface ProjectsOptions {
  store: Store;
  secrets: SecretStore;
  live: Pick<Live, 'engine' | 'sightings'>;
  /** The shell's. What it says of one project (`COMPOSE_FILE`, `COMPOSE_PROJECT_NAME`) does not hold for all. */
  environment: NodeJS.ProcessEnv;
}

/** The folders that the user opened, remembered in the store, and the stacks that are on the engine besides. */
export function openProjects(options: ProjectsOptions): Projects {
  return new KnownProjects(options);
}

const area = 'opened-projects';

/** What is remembered of a folder, by its id. */
interface Opened {
  folder: string;
  openedAt: number;
  name: string;
}

class KnownProjects implements Projects {
  readonly #store: Store;
  readonly #live: ProjectsOptions['live'];
  readonly #shell: NodeJS.ProcessEnv;
  readonly #surroundings: Surroundings;
  readonly #files = new Map<string, FolderFiles>();
  readonly #listeners = new Set<() => void>();

  constructor({ store, secrets, live, environment }: ProjectsOptions) {
    this.#store = store;
    this.#live = live;
    this.#shell = environment;
    const { COMPOSE_FILE: _, COMPOSE_PROJECT_NAME: __, ...forAll } = environment;
    this.#surroundings = { environment: forAll, secrets, home: store.folder };
  }

  async get(id: string): Promise<KnownFolder> {
    const opened = this.#store.get<Opened>(area, id);
    if (opened) return { id, kind: 'opened', ...opened };
    const { projects, problem } = await this.#live.sightings.now();
    const seen = projects.map(seenFolder).find((it) => it.id === id);
    // Nobody knows whether it is there while the engine does not answer.
    if (!seen) throw problem ?? new ProjectUnknown(id);
    return seen;
  }

  async list(): Promise<KnownFolder[]> {
    return [...this.opened(), ...(await this.#seen())];
  }

  idOf(name: string): string {
    return (this.opened().find((it) => it.name === name) ?? seenFolder({ name })).id;
  }

  opened(): KnownFolder[] {
    return this.#store
      .entries<Opened>(area)
      .map(({ key, value }): KnownFolder => ({ id: key, kind: 'opened', ...value }))
      .sort((one, other) => (other.openedAt ?? 0) - (one.openedAt ?? 0));
  }

  async load(id: string, signal?: AbortSignal, services: readonly string[] = []): Promise<StackProject> {
    const { kind, name } = await this.get(id);
    if (kind === 'seen')
      return withoutBlocks(await projectFromEngine(await this.#live.engine({ signal }), name, { signal }));
    const files = this.#filesOf(id);
    const { project, problem } = this.#renamed(id, await files.load());
    if (!project) throw problem;
    return services.some((service) => service in project.disabledServices)
      ? await files.loadWith(services)
      : project;
  }

  async look(id: string): Promise<FolderState> {
    if (!this.#store.get<Opened>(area, id)) return {};
    return this.#renamed(id, await this.#filesOf(id).look());
  }

  async add(folder: string): Promise<KnownFolder> {
    const real = await realFolder(folder);
    if (!(await hasComposeFile(real))) throw new NoComposeFile(folder);
    const id = idOf(real);
    const known = this.#store.get<Opened>(area, id);
    const opened: Opened = { folder: real, openedAt: Date.now(), name: known?.name ?? nameOf(real) };
    this.#store.set(area, id, opened);
    await this.look(id);
    this.#changed();
    return await this.get(id);
  }

  forget(id: string): void {
    if (!this.#store.get<Opened>(area, id)) throw new ProjectUnknown(id);
    this.#files.get(id)?.unwatch();
    this.#files.delete(id);
    this.#store.delete(area, id);
    this.#changed();
  }

  async clone(request: CloneRequest, task: TaskContext): Promise<KnownFolder> {
    return await this.add(await cloneRepository(request, { environment: this.#shell, task }));
  }

  folders(path?: string): Promise<FolderListing> {
    return listFolders(path, this.#shell);
  }

  async openSample(): Promise<KnownFolder> {
    return await this.add(await copySample(this.#shell));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    for (const files of this.#files.values()) files.watch(() => this.#changed());
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#unwatch();
    };
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#unwatch();
  }

  async #seen(): Promise<KnownFolder[]> {
    const opened = this.opened();
    const { projects } = await this.#live.sightings.now();
    return projects.filter((seen) => !opened.some((it) => isOf(seen, it))).map(seenFolder);
  }

  #filesOf(id: string): FolderFiles {
    const opened = this.#store.get<Opened>(area, id);
    if (!opened) throw new ProjectUnknown(id);
    let files = this.#files.get(id);
    if (!files) {
      files = new FolderFiles(opened.folder, this.#surroundings);
      this.#files.set(id, files);
      if (this.#listeners.size > 0) files.watch(() => this.#changed());
    }
    return files;
  }

  /** The stack's name is remembered for times when the files do not load. */
  #renamed(id: string, state: FolderState): FolderState {
    const opened = this.#store.get<Opened>(area, id);
    const name = state.project?.name;
    if (opened && name !== undefined && opened.name !== name) this.#store.set(area, id, { ...opened, name });
    return state;
  }

  #unwatch(): void {
    for (const files of this.#files.values()) files.unwatch();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Whether a stack on the engine is that of an opened folder. A stack of another folder only has its name. */
export function isOf(seen: SeenProject, opened: KnownFolder): boolean {
  if (seen.name !== opened.name) return false;
  const owner = seen.folder === undefined ? undefined : realOrUndefined(seen.folder);
  return owner === undefined || owner === opened.folder;
}

export function seenFolder({ name, folder }: Pick<SeenProject, 'name' | 'folder'>): KnownFolder {
  return { id: idOf(`stack:${name}`), kind: 'seen', name, ...(folder !== undefined && { folder }) };
}

function idOf(words: string): string {
  return `p-${createHash('sha256').update(words).digest('hex').slice(0, 12)}`;
}

async function realFolder(folder: string): Promise<string> {
  try {
    if (!isAbsolute(folder)) throw Object.assign(new Error('is not absolute'), { code: 'ENOENT' });
    const real = realpathSync(folder);
    if (!(await stat(real)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    return real;
  } catch (thrown) {
    throw new FolderUnusable(folder, thrown);
  }
}

function realOrUndefined(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}

/** As Compose makes it of a folder. */
function nameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return name || 'project';
}
