import path from 'node:path';
import { type BlockyardError, toBlockyardError } from '../../../shared/index.ts';
import type { ContainerSummary } from '../../engine/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import type { Stack } from '../stack.ts';
import { PathBatch } from './batch.ts';
import { NothingToWatch } from './errors.ts';
import { type CompiledRule, compileRules } from './rules.ts';
import { filesOf, type SyncResult, syncPaths } from './sync.ts';

/** What `watch` tells as it goes. Durations are in milliseconds, from the last change seen to the work's end. */
export type WatchEvent =
  | { kind: 'watching'; services: string[]; roots: string[] }
  | ({ kind: 'synced'; service: string; milliseconds: number } & SyncResult)
  | { kind: 'rebuilding'; service: string; because: string[] }
  | { kind: 'rebuilt'; service: string; milliseconds: number }
  | { kind: 'restarted'; service: string; milliseconds: number }
  | {
      kind: 'executed';
      service: string;
      command: string[];
      exitCode: number;
      output: string;
      milliseconds: number;
    }
  | { kind: 'failed'; service: string; error: BlockyardError };

export interface WatchOptions {
  services?: string[];
  onEvent(event: WatchEvent): void;
}

/**
 * Carries out `develop.watch` until the task is cancelled. A failure is told and watching goes on.
 * Source: the Compose Develop Specification.
 */
export async function watchStack(stack: Stack, options: WatchOptions, task: TaskContext): Promise<void> {
  const rules = compileRules(stack.parts.project, options.services);
  if (rules.length === 0) throw new NothingToWatch(stack.parts.project, options.services);
  const { watch } = await import('chokidar');

  const services = [...new Set(rules.map((rule) => rule.service))];
  const keepers = new Map(
    services.map((service) => [service, new ServiceKeeper(stack, service, rules, options, task)]),
  );
  const roots = outermost(rules.map((rule) => rule.root));
  const watcher = watch(roots, {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignored: (file, stats) => (stats?.isDirectory() ?? false) && rules.every((rule) => prunedBy(rule, file)),
  });
  const closed = new Promise<void>((resolve) =>
    task.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    const failed = new Promise<never>((_, reject) => {
      watcher.on('error', reject);
    });
    watcher.on('all', (_event, file) => {
      const absolute = path.resolve(file);
      for (const keeper of keepers.values()) keeper.notice(absolute);
    });
    await Promise.race([new Promise<void>((resolve) => watcher.on('ready', resolve)), failed, closed]);
    if (task.signal.aborted) return;
    for (const keeper of keepers.values()) await keeper.initialSync();
    options.onEvent({ kind: 'watching', services, roots });
    await Promise.race([closed, failed]);
  } finally {
    await watcher.close();
    await Promise.all([...keepers.values()].map((keeper) => keeper.close()));
  }
}

/** Whether the rule has no interest in the folder: it lies elsewhere, or the rule prunes it. */
function prunedBy(rule: CompiledRule, folder: string): boolean {
  const leadsToRoot = rule.root === folder || rule.root.startsWith(folder + path.sep);
  const below = folder.startsWith(rule.root + path.sep);
  return !leadsToRoot && (!below || rule.prunes(folder));
}

/** Folders that hold all the others, so that no file is watched twice. */
function outermost(folders: string[]): string[] {
  const unique = [...new Set(folders)];
  return unique.filter((folder) => !unique.some((other) => folder.startsWith(other + path.sep)));
}

/** Keeps the containers of one service in line with its rules, one batch of changes after the other. */
class ServiceKeeper {
  readonly #stack: Stack;
  readonly #service: string;
  readonly #rules: CompiledRule[];
  readonly #options: WatchOptions;
  readonly #task: TaskContext;
  readonly #batch = new PathBatch((paths) => this.#workOn(paths));
  #changedAt = 0;

  constructor(
    stack: Stack,
    service: string,
    rules: CompiledRule[],
    options: WatchOptions,
    task: TaskContext,
  ) {
    this.#stack = stack;
    this.#service = service;
    this.#rules = rules.filter((rule) => rule.service === service);
    this.#options = options;
    this.#task = task;
  }

  notice(file: string): void {
    if (!this.#rules.some((rule) => rule.matches(file))) return;
    this.#changedAt = Date.now();
    this.#batch.add(file);
  }

  close(): Promise<void> {
    return this.#batch.close();
  }

  async initialSync(): Promise<void> {
    for (const rule of this.#rules.filter((each) => each.initialSync && each.target)) {
      this.#changedAt = Date.now();
      await this.#telling(async () => this.#sync(rule, await filesOf(rule)));
    }
  }

  async #workOn(paths: ReadonlySet<string>): Promise<void> {
    await this.#telling(async () => {
      const work = this.#rules
        .map((rule) => ({ rule, files: [...paths].filter((file) => rule.matches(file)) }))
        .filter(({ files }) => files.length > 0);
      // A rebuild brings everything that a sync would.
      const rebuild = work.find(({ rule }) => rule.action === 'rebuild');
      if (rebuild) return this.#rebuild(rebuild.files);
      for (const { rule, files } of work) if (rule.target) await this.#sync(rule, files);
      if (work.some(({ rule }) => rule.action === 'restart' || rule.action === 'sync+restart'))
        await this.#restart();
      for (const { rule } of work) if (rule.action === 'sync+exec') await this.#execute(rule);
    });
  }

  async #telling(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#task.signal.aborted)
        this.#options.onEvent({ kind: 'failed', service: this.#service, error: toBlockyardError(error) });
    }
  }

  async #sync(rule: CompiledRule, files: string[]): Promise<void> {
    const containers = await this.#containers();
    if (containers.length === 0 || files.length === 0) return;
    const result = await syncPaths(this.#stack.parts.engine, containers, rule, files, this.#task.signal);
    this.#options.onEvent({
      kind: 'synced',
      service: this.#service,
      milliseconds: this.#elapsed(),
      ...result,
    });
  }

  async #rebuild(files: string[]): Promise<void> {
    const because = files.map((file) => path.relative(this.#stack.parts.project.workingDirectory, file));
    this.#options.onEvent({ kind: 'rebuilding', service: this.#service, because });
    await this.#stack.up({ services: [this.#service], build: true, noDependencies: true }, this.#task);
    this.#options.onEvent({ kind: 'rebuilt', service: this.#service, milliseconds: this.#elapsed() });
  }

  async #restart(): Promise<void> {
    await this.#stack.restart({ services: [this.#service], noDependencies: true }, this.#task);
    this.#options.onEvent({ kind: 'restarted', service: this.#service, milliseconds: this.#elapsed() });
  }

  async #execute(rule: CompiledRule): Promise<void> {
    const hook = rule.exec;
    if (!hook?.command?.length) return;
    for (const container of await this.#containers()) {
      const { exitCode, output } = await this.#stack.parts.engine.containers.exec(
        container.Id,
        {
          command: hook.command,
          environment: Object.entries(hook.environment ?? {}).map(
            ([name, value]) => `${name}=${value ?? ''}`,
          ),
          user: hook.user,
          workingDirectory: hook.working_dir,
          privileged: hook.privileged ?? false,
        },
        { signal: this.#task.signal },
      );
      const milliseconds = this.#elapsed();
      this.#options.onEvent({
        kind: 'executed',
        service: this.#service,
        command: hook.command,
        exitCode,
        output,
        milliseconds,
      });
    }
  }

  async #containers(): Promise<ContainerSummary[]> {
    const labels = [
      `com.docker.compose.project=${this.#stack.parts.project.name}`,
      `com.docker.compose.service=${this.#service}`,
      'com.docker.compose.oneoff=False',
    ];
    const all = await this.#stack.parts.engine.containers.list({ labels }, { signal: this.#task.signal });
    return all.filter((container) => container.State === 'running');
  }

  #elapsed(): number {
    return Date.now() - this.#changedAt;
  }
}
