import type { ProjectSummary, ServiceState, StackView } from '../../shared/contract/index.ts';
import type { TaskSnapshot } from '../../shared/index.ts';
import type { Sighting } from '../live/index.ts';
import { type FolderState, isOf, type KnownFolder, seenFolder } from '../projects/index.ts';
import type { FeedSource } from './feed.ts';
import { Sources, type StacksOptions } from './sources.ts';
import { seenOf, viewOf } from './stack-view.ts';

/** All projects at a glance. */
export class SummarySource implements FeedSource<ProjectSummary[]> {
  readonly #options: StacksOptions;
  readonly #sources: Sources;

  constructor(options: StacksOptions) {
    this.#options = options;
    this.#sources = new Sources(options);
  }

  listen(changed: () => void): () => void {
    const stop = this.#sources.listen(changed);
    const stopLoads = this.#options.metrics?.onChange(() => this.#sources.sighting && changed());
    return () => {
      stop();
      stopLoads?.();
    };
  }

  async compose(): Promise<ProjectSummary[]> {
    const { projects, tasks } = this.#options;
    const files = new Map(
      await Promise.all(
        projects.opened().map(async ({ id }) => [id, await projects.look(id).catch(() => ({}))] as const),
      ),
    );
    // Only now: their files say what they are called.
    const opened = projects.opened();
    const seen = (this.#sources.sighting?.projects ?? [])
      .filter((project) => !opened.some((known) => isOf(project, known)))
      .map(seenFolder);
    const running = tasks.list({ running: true });
    const { sighting } = this.#sources;
    return [...opened, ...seen].map((known) =>
      this.#summary(known, files.get(known.id) ?? {}, sighting, running),
    );
  }

  /** Of one, also while nobody follows. An engine that is still looked for is not waited for. */
  async one(known: KnownFolder): Promise<ProjectSummary> {
    const { live, projects, tasks } = this.#options;
    const files = await projects.look(known.id);
    const isThere = live.state.state === 'connected';
    const sighting = this.#sources.sighting ?? (isThere ? await live.sightings.now() : undefined);
    return this.#summary(known, files, sighting, tasks.list({ running: true }));
  }

  #summary(
    known: KnownFolder,
    files: FolderState,
    sighting: Sighting | undefined,
    running: readonly TaskSnapshot[],
  ): ProjectSummary {
    const { live, metrics } = this.#options;
    const view = viewOf({
      known,
      files,
      sighting,
      endings: live.endings,
      tasks: running.filter(({ project }) => project === known.name),
    });
    // Loads go by the stack's name, which that of another folder may have.
    const load = seenOf(known, sighting) && metrics?.loadOf(known.name);
    return {
      id: known.id,
      name: view.project.name,
      ...(known.folder !== undefined && { folder: known.folder }),
      kind: known.kind,
      ...(files.branch !== undefined && { branch: files.branch }),
      state: view.state,
      services: countsOf(view),
      ...(load && { load: { cpuPercent: load.cpuPercent, memoryUsed: load.memoryUsed } }),
      ...(known.openedAt !== undefined && { openedAt: known.openedAt }),
      ...(view.problem && { problem: view.problem }),
      ...(view.task !== undefined && { task: view.task }),
    };
  }
}

function countsOf({ services }: Pick<StackView, 'services'>): ProjectSummary['services'] {
  const counted = services.filter(
    ({ state, active, scale, containers }) =>
      state !== 'orphan' && ((active && scale > 0) || containers.length > 0),
  );
  const count = (...states: ServiceState[]) => counted.filter(({ state }) => states.includes(state)).length;
  return {
    total: counted.length,
    ready: count('ready', 'done'),
    waiting: count('waiting', 'starting'),
    failed: count('failed', 'unhealthy'),
  };
}
