import type { SecretsView } from '../../shared/contract/index.ts';
import { type BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { FilesNotOpened, watchFiles } from '../projects/index.ts';
import {
  type GatheredSecrets,
  gatherSecrets,
  overviewOf,
  type ProjectSecrets,
  type SecretOverview,
  type SecretScope,
} from '../secrets/index.ts';
import { requireTrust } from '../trust/index.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { StacksOptions } from './sources.ts';

/** The secrets of the known projects and the user's own, as views show and change them. */
export class StackSecrets {
  readonly #options: StacksOptions;
  readonly #feeds = new Map<string | undefined, Feed<SecretsView>>();
  /** What sources said when they were asked last, by project. */
  readonly #problems = new Map<string, ReadonlyMap<string, string>>();
  readonly #listeners = new Set<() => void>();

  constructor(options: StacksOptions) {
    this.#options = options;
  }

  async *follow(id: string | undefined, signal: AbortSignal): AsyncGenerator<SecretsView, void> {
    if (id !== undefined) await this.#options.projects.get(id);
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = new Feed(this.#source(id));
      this.#feeds.set(id, feed);
    }
    yield* feed.follow(signal);
  }

  async set(id: string | undefined, name: string, value: string): Promise<void> {
    await this.#options.secrets.set(await this.#scope(id), name, value);
    this.#changed();
  }

  async delete(id: string | undefined, name: string): Promise<void> {
    await this.#options.secrets.delete(await this.#scope(id), name);
    this.#changed();
  }

  /** Asks the sources anew, also for what is fresh. What they refuse is in the state. */
  async refresh(id: string, signal: AbortSignal): Promise<void> {
    const { projects, store } = this.#options;
    const project = await projects.load(id, signal);
    await requireTrust(store, project, { kinds: ['secret-command'] });
    await this.gather(id, project, { all: true, signal });
  }

  /** Asks the sources for what is missing or old. */
  async gather(
    id: string,
    project: ProjectSecrets,
    options: { all?: boolean; signal?: AbortSignal } = {},
  ): Promise<GatheredSecrets> {
    const { environment, secrets } = this.#options;
    const gathered = await gatherSecrets(secrets, project, { ...options, environment });
    this.#problems.set(id, gathered.problems);
    this.#changed();
    return gathered;
  }

  #source(id: string | undefined): FeedSource<SecretsView> {
    return {
      compose: () => this.#compose(id),
      listen: (changed) => {
        const watch = watchFiles([this.#options.secrets.file], changed);
        const stops = [() => watch.stop(), this.#options.projects.onChange(changed)];
        this.#listeners.add(changed);
        changed();
        return () => {
          this.#listeners.delete(changed);
          for (const stop of stops) stop();
        };
      },
    };
  }

  async #compose(id: string | undefined): Promise<SecretsView> {
    const { secrets } = this.#options;
    const { project, problem } = id === undefined ? {} : await this.#project(id);
    const key = await secrets.keyPlace().then(
      ({ kind }) => kind,
      () => 'file' as const,
    );
    try {
      const known = id === undefined ? undefined : this.#problems.get(id);
      const list = await overviewOf(secrets, project, known);
      return { secrets: list, key, ...(problem && { problem: problem.toJSON() }) };
    } catch (thrown) {
      return { secrets: missingOf(project), key, problem: toBlockyardError(thrown).toJSON() };
    }
  }

  async #project(id: string): Promise<{ project: ProjectSecrets; problem?: BlockyardError }> {
    const { projects } = this.#options;
    const { kind, name, folder = '' } = await projects.get(id);
    if (kind === 'seen')
      return {
        project: { name, workingDirectory: folder },
        problem: new FilesNotOpened('secrets', name, folder),
      };
    const { project, problem } = await projects.look(id);
    return { project: project ?? { name, workingDirectory: folder }, ...(problem && { problem }) };
  }

  async #scope(id: string | undefined): Promise<SecretScope> {
    if (id === undefined) return { kind: 'user' };
    const { project } = await this.#project(id);
    return { kind: 'project', folder: project.workingDirectory };
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Those of a project whose file of secrets cannot be read. */
function missingOf(project: ProjectSecrets | undefined): SecretOverview[] {
  return (project?.missingSecrets ?? []).map(({ generate: _, ...missing }) => ({
    ...missing,
    state: 'missing',
  }));
}
