import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Core, connectInProcess, openCore } from '../../src/core/api/index.ts';
import type { CoreClient } from '../../src/shared/contract/index.ts';
import type { TaskSnapshot } from '../../src/shared/index.ts';
import { temporaryFolder } from './folder.ts';

/** A core as the browser mode has it, with a client of its own and a home that is empty. */
export interface TestCore extends AsyncDisposable {
  readonly core: Core;
  readonly client: CoreClient;
  readonly home: string;
  /** What `follow` streams of this core end by. */
  readonly signal: AbortSignal;
  /** Resolves when the task has ended, whichever way. */
  ended(id: string): Promise<TaskSnapshot>;
}

/** `await using opened = await testCore(engine.environment)`: it is closed at the end of the block. */
export async function testCore(
  environment: Record<string, string>,
  options: { folder?: string } = {},
): Promise<TestCore> {
  const parent = await temporaryFolder();
  const home = path.join(parent.path, 'home');
  await mkdir(home);
  const { DOCKER_HOST: _, DOCKER_CONTEXT: __, ...shell } = process.env;
  const core = await openCore({
    version: '0.0.0-test',
    via: 'web',
    host: { kind: 'test' },
    environment: { ...shell, HOME: home, ...environment },
    folder: options.folder ?? path.join(parent.path, 'store'),
  });
  const abort = new AbortController();
  const client = connectInProcess(core, abort.signal);
  return {
    core,
    client,
    home,
    signal: abort.signal,
    ended: async (id) => {
      let last: TaskSnapshot | undefined;
      for await (const task of await client.tasks.followOne({ id }, { signal: abort.signal })) last = task;
      if (!last) throw new Error(`The task ${id} told nothing.`);
      return last;
    },
    [Symbol.asyncDispose]: async () => {
      abort.abort();
      await core[Symbol.asyncDispose]();
      await parent[Symbol.asyncDispose]();
    },
  };
}

const newest = new WeakMap<object, unknown>();

/** The newest value, when it fits, else the first one after it that does; the stream goes on. */
export async function until<T>(values: AsyncIterator<T, unknown>, fits: (value: T) => boolean): Promise<T> {
  let last = newest.get(values) as T | undefined;
  if (last !== undefined && fits(last)) return last;
  for (;;) {
    const result = await values.next();
    if (result.done) throw new Error(`It ended before that. The last was ${JSON.stringify(last)}`);
    last = result.value;
    newest.set(values, last);
    if (fits(result.value)) return result.value;
  }
}
