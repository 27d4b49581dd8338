import path from 'node:path';
import { type ComposeProject, loadProject } from '../../src/core/compose/index.ts';
import { connectEngine, type Engine } from '../../src/core/engine/index.ts';
import { openLogs } from '../../src/core/logs/index.ts';
import { openStack, type Stack } from '../../src/core/stack/index.ts';
import { openStore, type Store } from '../../src/core/store/index.ts';
import { createTasks, type TaskContext } from '../../src/core/tasks/index.ts';
import { removeAllNamed } from './clean.ts';
import type { TestEngine } from './engines.ts';
import { temporaryFolder } from './folder.ts';
import { uniqueName } from './names.ts';

/** A stack in this process, with its store, its engine and its files at hand. */
export interface TestStack extends AsyncDisposable {
  readonly name: string;
  readonly folder: string;
  readonly store: Store;
  readonly engine: Engine;
  /** What the progress lines said, as `title: text`, each once. */
  readonly said: Set<string>;
  write(files: Record<string, string | Buffer>): Promise<void>;
  /** The project as its files are now. */
  load(environment?: Record<string, string>): Promise<ComposeProject>;
  /** A stack of the files as they are now. */
  open(environment?: Record<string, string>): Promise<Stack>;
  /** Runs work as a task. */
  run<T>(work: (task: TaskContext) => Promise<T>): Promise<T>;
}

/** `await using stack = await testStack(engine, composeFile)`: everything of it is gone at the end of the block. */
export async function testStack(
  testEngine: TestEngine,
  compose: string,
  files: Record<string, string> = {},
  word = 'stack',
): Promise<TestStack> {
  const name = uniqueName(word);
  const parent = await temporaryFolder({ [`${name}/compose.yaml`]: compose });
  const folder = path.join(parent.path, name);
  const write = (more: Record<string, string | Buffer>) =>
    parent
      .write(Object.fromEntries(Object.entries(more).map(([file, text]) => [`${name}/${file}`, text])))
      .then(() => {});
  await write(files);
  const engine = await connectEngine({ environment: { ...process.env, ...testEngine.environment } });
  const store = openStore({ folder: path.join(parent.path, 'home') });
  const tasks = createTasks(store, 'cli');
  const said = new Set<string>();
  tasks.subscribe(({ progress }) => {
    for (const { title, text } of progress) said.add(`${title}: ${text ?? ''}`);
  });
  const load = (environment: Record<string, string> = {}) =>
    loadProject({ workingDirectory: folder, environment: { ...process.env, ...environment } });
  return {
    name,
    folder,
    store,
    engine,
    said,
    write,
    load,
    open: async (environment) => {
      const project = await load(environment);
      return openStack({ engine, project, store, logs: openLogs({ engine, store, project: project.name }) });
    },
    run: (work) => tasks.run({ kind: 'test', title: 'test' }, work).result,
    [Symbol.asyncDispose]: async () => {
      await removeAllNamed(testEngine, name);
      store.close();
      await engine.close();
      await parent[Symbol.asyncDispose]();
    },
  };
}
