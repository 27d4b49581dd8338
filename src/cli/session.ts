import { resolve } from 'node:path';
import type { StackProject } from '../core/blocks/index.ts';
import type { Catalogues, JoinedTeam } from '../core/catalogues/index.ts';
import type { Warning } from '../core/compose/index.ts';
import type { Engine } from '../core/engine/index.ts';
import type { SecretStore } from '../core/secrets/index.ts';
import type { OperationParts, Stack, StackParts } from '../core/stack/index.ts';
import type { Store } from '../core/store/index.ts';
import type { TaskContext, Tasks } from '../core/tasks/index.ts';
import type { GrantKind } from '../core/trust/index.ts';
import { type BlockyardError, exitCodeOf, exitCodes, type Step, toBlockyardError } from '../shared/index.ts';
import { Interrupted } from './errors.ts';
import { flushed, Output } from './output.ts';
import { progressView, silentView } from './terminal/progress-view.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  file?: string[];
  projectName?: string;
  profile?: string[];
  envFile?: string[];
  projectDirectory?: string;
  host?: string;
  context?: string;
  json?: boolean;
  color?: boolean;
}

/**
 * One run of the command: what it works on, opened when first asked for, and closed at the end.
 * The signal aborts at the first Ctrl-C, SIGTERM or SIGHUP; a second one ends the process at once.
 */
export class Session {
  readonly options: GlobalOptions;
  readonly command: string;
  /** This Blockyard's. */
  readonly version: string;
  readonly output: Output;
  /** Told to someone who interrupts: how to go on. */
  interruptedRemedy: string | undefined;
  readonly #abort = new AbortController();
  readonly #opened = new Map<string, Promise<unknown>>();
  readonly #closers: (() => unknown)[] = [];
  readonly #told = new Set<string>();
  #view = silentView;

  constructor(options: GlobalOptions, command: string, version: string) {
    this.options = options;
    this.command = command;
    this.version = version;
    this.output = new Output(options);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => this.#interrupt(name));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * The project; `services` named on the command line become active whatever their profile is. Where no file is in
   * sight and a name was given, it is as the engine knows it.
   */
  project(services: string[] = []): Promise<StackProject> {
    return this.#once('project', async () => {
      const [{ loadStack, withoutBlocks }, secrets] = await Promise.all([
        import('../core/loading/index.ts'),
        this.secrets(),
      ]);
      const name = this.options.projectName ?? process.env['COMPOSE_PROJECT_NAME'];
      const project = await loadStack({ ...this.loadRequest(services), secrets }).catch(async (thrown) => {
        if (!name || toBlockyardError(thrown).code !== 'project-not-found') throw thrown;
        const { projectWithoutFiles } = await import('./without-files.ts');
        const request = { verb: this.command, name, signal: this.signal };
        return withoutBlocks(await projectWithoutFiles(this.engine(), request));
      });
      if (project.secretValues.length > 0) {
        const { Secrets } = await import('../core/masking/index.ts');
        const known = new Secrets(project.secretValues);
        this.output.hide = (text) => known.maskKnown(text);
      }
      for (const warning of project.warnings) this.#warn(warning);
      return project;
    });
  }

  /** Once, however often the project is loaded: with secrets that were missing, it is so again. */
  #warn(warning: Warning): void {
    const told = JSON.stringify(warning);
    if (!this.#told.has(told)) this.output.warning(warning);
    this.#told.add(told);
  }

  /** What is to be loaded, by the options. */
  loadRequest(services: string[] = []) {
    const { envFile = [], file = [], profile = [], projectDirectory, projectName } = this.options;
    return {
      ...{ workingDirectory: process.cwd(), files: file, projectName, projectDirectory },
      ...{ profiles: profile, envFiles: envFile, services },
    };
  }

  /** The project's folder, also while its catalogues cannot be had: that is to be mended. */
  async folder(): Promise<string> {
    try {
      return (await this.project()).workingDirectory;
    } catch (thrown) {
      const { code } = toBlockyardError(thrown);
      if (!['block-not-found', 'catalogue-changed', 'catalogue-unreachable'].includes(code)) throw thrown;
      return resolve(this.options.projectDirectory ?? process.cwd());
    }
  }

  engine(): Promise<Engine> {
    return this.#once('engine', async () => {
      const [{ connectEngine }, { readSetting }, store] = await Promise.all([
        import('../core/engine/index.ts'),
        import('../core/store/index.ts'),
        this.store(),
      ]);
      const engine = await connectEngine({
        environment: this.engineEnvironment(),
        imageMap: readSetting(store, 'image-map'),
        teamImageMap: (await this.team())?.imageMap,
        chosen: this.options.context === undefined ? readSetting(store, 'engine') : undefined,
        signal: this.signal,
      });
      this.#closers.push(() => engine.close());
      return engine;
    });
  }

  /** The process's environment, with the engine that the command line chose. */
  engineEnvironment(): NodeJS.ProcessEnv {
    const { host, context } = this.options;
    if (host !== undefined) return { ...process.env, DOCKER_HOST: host };
    if (context === undefined) return process.env;
    const { DOCKER_HOST: _, ...environment } = process.env;
    return { ...environment, DOCKER_CONTEXT: context };
  }

  store(): Promise<Store> {
    return this.#once('store', async () => {
      const { openStore } = await import('../core/store/index.ts');
      const store = openStore();
      this.#closers.push(() => store.close());
      return store;
    });
  }

  /** The team that this user has joined. */
  team(): Promise<JoinedTeam | undefined> {
    return this.#once('team', async () => {
      const [{ readTeam }, { storePlace }] = await Promise.all([
        import('../core/catalogues/index.ts'),
        import('../core/store/index.ts'),
      ]);
      return readTeam(storePlace());
    });
  }

  catalogues(): Promise<Catalogues> {
    return this.#once('catalogues', async () => {
      const [{ openCatalogues }, { storePlace }] = await Promise.all([
        import('../core/catalogues/index.ts'),
        import('../core/store/index.ts'),
      ]);
      return openCatalogues({ folder: storePlace(), environment: process.env });
    });
  }

  secrets(): Promise<SecretStore> {
    return this.#once('secrets', async () => (await import('../core/secrets/index.ts')).openSecrets());
  }

  tasks(): Promise<Tasks> {
    return this.#once('tasks', async () => {
      const [{ createTasks }, store] = await Promise.all([import('../core/tasks/index.ts'), this.store()]);
      return createTasks(store, 'cli');
    });
  }

  parts(services: string[] = []): Promise<StackParts> {
    return this.#once('parts', async () => {
      const { engine, project } = await this.operationParts(services);
      const [{ openLogs }, store] = await Promise.all([import('../core/logs/index.ts'), this.store()]);
      return { engine, project, store, logs: openLogs({ engine, store, project: project.name }) };
    });
  }

  stack(services: string[] = []): Promise<Stack> {
    return this.#once('stack', async () => {
      const [{ openStack }, parts] = await Promise.all([
        import('../core/stack/index.ts'),
        this.parts(services),
      ]);
      return openStack(parts);
    });
  }

  /** For operations on containers that are there: neither store nor logs are opened. */
  async operationParts(services: string[] = []): Promise<OperationParts> {
    const connecting = this.engine();
    // A mistake in the files is told first, whether an engine answers or not.
    connecting.catch(() => {});
    const project = await this.project(services);
    return { engine: await connecting, project };
  }

  /** Lets the project pass when its powers are given; on a terminal the user is asked for what is new. */
  async requireTrust(kinds?: readonly GrantKind[]): Promise<void> {
    // What only takes down is never refused.
    if (!kinds) await this.#requireVersion();
    const [trust, store, project] = await Promise.all([
      import('../core/trust/index.ts'),
      this.store(),
      this.project(),
    ]);
    await trust.requireTrust(store, project, {
      chosenFiles: this.chosenFiles(),
      ...(kinds && { kinds }),
      ...(this.mayAsk && {
        ask: async (missing, given) => {
          const { paintErrors } = this.output;
          this.output.note(
            `${paintErrors.bold(`${project.name} asks for ${given.length > 0 ? 'more ' : ''}powers over this machine:`)}\n${trust.describeGrants(missing)}`,
          );
          return this.#ask('Do you trust it with them?');
        },
      }),
    });
  }

  /**
   * The stack, when it may be started: its user gives the powers that it asks for, and its secrets are there. On a
   * terminal those that are missing are asked for.
   */
  async readyStack(services: string[] = []): Promise<Stack> {
    const stack = await this.stack(services);
    await this.requireTrust();
    const { requireSecrets } = await import('./secrets/require.ts');
    if (!(await requireSecrets(this, stack.parts.project))) return stack;
    this.forgetProject();
    return await this.stack(services);
  }

  /** After its files were changed: it is loaded anew when it is next asked for. */
  forgetProject(): void {
    for (const name of ['project', 'parts', 'stack']) this.#opened.delete(name);
  }

  /** Asks for a line of text. */
  async askText(question: string): Promise<string> {
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return (await lines.question(question, { signal: this.signal })).trim();
    } finally {
      lines.close();
    }
  }

  /** What acts on a stack is refused where the team needs a newer Blockyard. */
  async #requireVersion(): Promise<void> {
    const team = await this.team();
    if (team?.minimumVersion === undefined) return;
    const { requireVersion } = await import('../core/team/index.ts');
    requireVersion(team, this.version);
  }

  /** Files that the user named: `-f` and `--env-file`. */
  chosenFiles(): string[] {
    return [...(this.options.file ?? []), ...(this.options.envFile ?? [])].map((file) => resolve(file));
  }

  /** Asks before something is lost; without a terminal only `--yes` agrees. */
  async confirmLosses(losses: Step[], agreed: boolean): Promise<boolean> {
    if (agreed) return true;
    if (!this.mayAsk) return false;
    this.#view.pause();
    for (const { target, loses } of losses)
      this.output.note(`${target.kind} ${target.name}: ${this.output.paintErrors.red(`loses ${loses}`)}`);
    try {
      return await this.#ask('Go on?');
    } finally {
      this.#view.resume();
    }
  }

  /** Asks before something is done; without a terminal only `--yes` agrees. */
  async agrees(question: string, agreed: boolean | undefined): Promise<boolean> {
    return agreed === true || (this.mayAsk && (await this.#ask(question)));
  }

  /** Whether somebody is there to answer. */
  get mayAsk(): boolean {
    return Boolean(process.stdin.isTTY && process.stderr.isTTY) && !this.output.json;
  }

  async #ask(question: string): Promise<boolean> {
    return /^y(es)?$/i.test(await this.askText(`${question} [y/N] `));
  }

  /** Runs work as a task: others see and may cancel it, this terminal shows its progress. */
  async runTask<T>(
    title: string,
    work: (task: TaskContext) => Promise<T>,
    options: { silent?: boolean; ofNoProject?: boolean } = {},
  ): Promise<T> {
    const [tasks, project] = await Promise.all([
      this.tasks(),
      options.ofNoProject ? undefined : this.project(),
    ]);
    this.#view =
      this.output.json || options.silent ? silentView : progressView(process.stderr, this.output.paintErrors);
    const running = tasks.run(
      { kind: this.command, title, ...(project && { project: project.name }), hide: this.output.hide },
      work,
    );
    const unsubscribe = tasks.subscribe((task) => {
      if (task.id === running.id) this.#view.update(task.progress);
    });
    const cancel = () => running.cancel();
    this.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await running.result;
    } finally {
      this.signal.removeEventListener('abort', cancel);
      unsubscribe();
      this.#view.update(tasks.get(running.id)?.progress ?? []);
      this.#view.finish();
      this.#view = silentView;
    }
  }

  /** Prints an error and answers the exit code that it stands for. */
  async report(error: BlockyardError): Promise<number> {
    const shown = this.signal.aborted && error.code === 'interrupted' ? this.signal.reason : error;
    this.output.error(shown);
    return exitCodeOf(error.code);
  }

  /** Closes what was opened and ends the process, whatever may still be listening. */
  async end(code: number): Promise<never> {
    for (const close of this.#closers.reverse()) await close();
    await flushed();
    process.exit(code);
  }

  #once<T>(name: string, open: () => Promise<T>): Promise<T> {
    const known = this.#opened.get(name) as Promise<T> | undefined;
    if (known) return known;
    const opening = open();
    this.#opened.set(name, opening);
    return opening;
  }

  #interrupt(signalName: NodeJS.Signals): void {
    if (this.signal.aborted) process.exit(exitCodes.interrupted);
    this.#abort.abort(new Interrupted(signalName, this.interruptedRemedy));
    this.#view.pause();
    this.output.note(
      `\nStopping (${signalName === 'SIGINT' ? 'Ctrl-C again' : 'a second signal'} ends at once) …`,
    );
    this.#view.resume();
  }
}
