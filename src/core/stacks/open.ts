import type { ProjectSummary, StackView, UpRequest } from '../../shared/contract/index.ts';
import type { Plan, Step } from '../../shared/index.ts';
import type { StackProject } from '../blocks/index.ts';
import { readTeam } from '../catalogues/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import { repositoryAddress } from '../git/index.ts';
import { openLogs } from '../logs/index.ts';
import { Secrets } from '../masking/index.ts';
import { type CloneRequest, FilesNotOpened, type KnownFolder } from '../projects/index.ts';
import { requireSecrets } from '../secrets/index.ts';
import { openStack, type Stack, type UpOptions } from '../stack/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { requireVersion } from '../team/index.ts';
import { type GrantKind, giveTrust, requireTrust, revokeTrust, trustOf } from '../trust/index.ts';
import { BlockAdding } from './adding.ts';
import { configurationOf, type ProjectWithSecrets, secretsOf } from './configuration.ts';
import { Feed } from './feed.ts';
import { StackGuardrails } from './guardrails.ts';
import { inspectContainer } from './inspect.ts';
import { StackInstances } from './instances.ts';
import { knownSecrets } from './known-secrets.ts';
import { StackSource } from './one-stack.ts';
import { StackSecrets } from './secrets.ts';
import type { StacksOptions } from './sources.ts';
import type { DownRequest, Stacks } from './stacks.ts';
import { SummarySource } from './summaries.ts';
import { BlockUpgrading } from './upgrading.ts';
import { watchInTask } from './watch-task.ts';

export function openStacks(options: StacksOptions): Stacks {
  return new AllStacks(options);
}

/** What a verb needs to be let through. */
interface Verb {
  name: string;
  services?: string[] | undefined;
  /** Whether it does what the files say, so that a stack that is merely seen will not do. */
  needsFiles?: boolean;
  /** Whether it starts something with what the files say: then their secrets must be there. */
  needsSecrets?: boolean;
  /** Whether it brings up what the files say: then nothing that denies may be broken. */
  isGuarded?: boolean;
  /** The powers that matter to it; default all. */
  powers?: GrantKind[];
}

class AllStacks implements Stacks {
  readonly adding: BlockAdding;
  readonly upgrading: BlockUpgrading;
  readonly instances: StackInstances;
  readonly secrets: StackSecrets;
  readonly guardrails: StackGuardrails;
  readonly #options: StacksOptions;
  readonly #summaries: SummarySource;
  readonly #all: Feed<ProjectSummary[]>;
  readonly #feeds = new Map<string, Feed<StackView>>();

  constructor(options: StacksOptions) {
    this.#options = options;
    this.adding = new BlockAdding(options);
    this.upgrading = new BlockUpgrading(options);
    this.instances = new StackInstances(options);
    this.secrets = new StackSecrets(options);
    this.guardrails = new StackGuardrails(options);
    this.#summaries = new SummarySource(options);
    this.#all = new Feed(this.#summaries);
  }

  followAll(signal: AbortSignal): AsyncGenerator<ProjectSummary[], void> {
    return this.#all.follow(signal);
  }

  async summary(known: KnownFolder): Promise<ProjectSummary> {
    return await this.#summaries.one(known);
  }

  async *follow(id: string, signal: AbortSignal): AsyncGenerator<StackView, void> {
    await this.#options.projects.get(id);
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = new Feed(new StackSource(id, this.#options));
      this.#feeds.set(id, feed);
    }
    yield* feed.follow(signal);
  }

  async plan(id: string, request: UpRequest, signal: AbortSignal): Promise<Plan> {
    const project = await this.#project(id, { name: 'plan', services: request.services, needsFiles: true });
    const stack = await this.#stack(project, signal);
    const secrets = secretsOf(project);
    const plan = await stack.plan(upOptions(request), signal);
    const causes = (step: Step) => step.causes.map((it) => ({ ...it, text: secrets.maskIn(it.text) }));
    return { ...plan, steps: plan.steps.map((step) => ({ ...step, causes: causes(step) })) };
  }

  up(id: string, request: UpRequest): Promise<string> {
    const { services } = request;
    const verb = { name: 'up', services, needsFiles: true, needsSecrets: true, isGuarded: true };
    return this.#run(id, verb, (stack, task) => stack.up(upOptions(request), task));
  }

  down(id: string, { services, volumes, removeOrphans }: DownRequest): Promise<string> {
    const options = {
      ...(services && { services }),
      ...(volumes !== undefined && { volumes }),
      ...(removeOrphans !== undefined && { removeOrphans }),
    };
    // All that it does by the files' word is to run hooks.
    const verb: Verb = { name: 'down', services, powers: ['hook'] };
    return this.#run(id, verb, (stack, task) => stack.down(options, task));
  }

  start(id: string, services?: string[]): Promise<string> {
    return this.#run(id, { name: 'start', services }, (stack, task) => stack.start(only(services), task));
  }

  stop(id: string, services?: string[]): Promise<string> {
    const verb: Verb = { name: 'stop', services, powers: ['hook'] };
    return this.#run(id, verb, (stack, task) => stack.stop(only(services), task));
  }

  restart(id: string, services?: string[]): Promise<string> {
    const verb: Verb = { name: 'restart', services, powers: ['hook'] };
    return this.#run(id, verb, (stack, task) => stack.restart(only(services), task));
  }

  rebuild(id: string, services?: string[], noCache = false): Promise<string> {
    const verb = { name: 'rebuild', services, needsFiles: true, needsSecrets: true, isGuarded: true };
    return this.#run(id, verb, async (stack, task) => {
      await stack.build({ ...only(services), noCache }, task);
      await stack.up(only(services), task);
    });
  }

  pull(id: string, services?: string[]): Promise<string> {
    const verb: Verb = { name: 'pull', services, needsFiles: true, powers: [] };
    return this.#run(id, verb, (stack, task) => stack.pull(only(services), task));
  }

  async watch(id: string, services?: string[]): Promise<string> {
    const { projects, tasks } = this.#options;
    const { name } = await projects.get(id);
    const running = tasks.list({ project: name, running: true }).find(({ kind }) => kind === 'watch');
    if (running) return running.id;
    const verb = { name: 'watch', services, needsFiles: true, needsSecrets: true };
    return await this.#run(id, verb, (stack, task) => watchInTask(stack, services, task));
  }

  clone(request: CloneRequest): string {
    const { projects, tasks } = this.#options;
    const address = repositoryAddress(request.url);
    return tasks.run({ kind: 'clone', title: `clone ${address.shown}` }, (task) =>
      projects.clone(request, task),
    ).id;
  }

  async inspect(id: string, container: string, signal: AbortSignal) {
    const { live, projects } = this.#options;
    const { name } = await projects.get(id);
    const [known, engine] = await Promise.all([knownSecrets(this.#options, id), live.engine({ signal })]);
    return await inspectContainer(engine, name, container, signal, known);
  }

  async configuration(id: string, signal: AbortSignal): Promise<string> {
    return await configurationOf(await this.#options.projects.load(id, signal));
  }

  async trustOf(id: string) {
    return trustOf(this.#options.store, await this.#options.projects.load(id));
  }

  async giveTrust(id: string, names: readonly string[]): Promise<void> {
    const { folder, missing } = await this.trustOf(id);
    giveTrust(
      this.#options.store,
      folder,
      missing.filter(({ name }) => names.includes(name)),
    );
  }

  async revokeTrust(id: string): Promise<void> {
    const { projects, store } = this.#options;
    const { folder } = await projects.get(id);
    if (folder !== undefined) revokeTrust(store, folder);
  }

  /** The project, when the verb may work on it. */
  async #project(id: string, verb: Verb): Promise<StackProject> {
    const { projects } = this.#options;
    const { kind, name, folder } = await projects.get(id);
    if (kind === 'seen' && verb.needsFiles) throw new FilesNotOpened(verb.name, name, folder);
    return await projects.load(id, undefined, verb.services);
  }

  /** With what its sources give; throws `secret-missing` with all that nobody gave. */
  async #withSecrets(id: string, verb: Verb, project: ComposeProject): Promise<ComposeProject> {
    const { changed, missing } = await this.secrets.gather(id, project);
    requireSecrets(project, missing);
    return changed ? await this.#project(id, verb) : project;
  }

  async #stack(project: ComposeProject, signal?: AbortSignal): Promise<Stack> {
    const { live, store } = this.#options;
    const engine = await live.engine({ signal });
    const logs = openLogs({ engine, store, project: project.name });
    return openStack({ engine, project, store, logs });
  }

  /** Runs it as a task, and answers its id. */
  async #run(
    id: string,
    verb: Verb,
    work: (stack: Stack, task: TaskContext) => Promise<unknown>,
  ): Promise<string> {
    const { store, tasks, version } = this.#options;
    const loaded = await this.#project(id, verb);
    if (verb.isGuarded) {
      const team = await readTeam(store.folder);
      if (team) requireVersion(team, version);
      await this.guardrails.require(loaded);
    }
    await requireTrust(store, loaded, verb.powers ? { kinds: verb.powers } : {});
    const project: ProjectWithSecrets = verb.needsSecrets
      ? await this.#withSecrets(id, verb, loaded)
      : loaded;
    const stack = await this.#stack(project);
    const secrets = new Secrets(project.secretValues);
    const services = verb.services?.length ? `: ${verb.services.join(', ')}` : '';
    const title = `${verb.name} ${project.name}${services}`;
    const request = { kind: verb.name, title, project: project.name };
    const hide = (text: string) => secrets.maskKnown(text);
    const running = tasks.run({ ...request, hide }, (task) => work(stack, task));
    return running.id;
  }
}

/** Losses are agreed to one by one: what the plan did not name yet is refused. */
function upOptions({ agreed = [], pull, ...request }: UpRequest): UpOptions {
  return {
    ...definite(request),
    ...(pull && { pull }),
    confirm: async (losses) => losses.every(({ id }) => agreed.includes(id)),
  };
}

function definite<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

function only(services: string[] | undefined): { services?: string[] } {
  return services ? { services } : {};
}
