import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type BuildProgress,
  type BuildRequest,
  connectEngine,
  type Engine,
} from '../../src/core/engine/index.ts';
import { removeAllNamed } from './clean.ts';
import type { TestEngine } from './engines.ts';
import { temporaryFolder } from './folder.ts';
import { uniqueName } from './names.ts';

/** What tests of builds share. */
export interface BuildBench {
  /** The image that is built, and what other names begin with; all gone after each test. */
  readonly name: string;
  /** The engine without an image map and without credentials; `BYTEST_TOKEN` is in its environment. */
  readonly connected: Engine;
  /** The engine for another environment. */
  connect(environment: NodeJS.ProcessEnv): Promise<Engine>;
  /** Builds from the files given; answers the image's id, and what was told of it. */
  build(
    files: Record<string, string>,
    request?: Partial<BuildRequest>,
    on?: Engine,
  ): Promise<{ id: string; progress: BuildProgress[] }>;
  /** A file of the image just built. */
  fileOf(path: string): Promise<string>;
  /** The output of a command in the image just built. */
  outputOf(...command: string[]): Promise<string>;
}

/** For the top of a group of tests: it brings its own hooks. */
export function buildBench(engine: TestEngine): BuildBench {
  const name = uniqueName('built');
  const opened: Engine[] = [];
  let connected: Engine;

  const connect = async (environment: NodeJS.ProcessEnv) => {
    const { BLOCKYARD_IMAGE_MAP: _, ...inherited } = process.env;
    const made = await connectEngine({
      endpoint: { kind: 'socket', path: engine.socket },
      environment: { ...inherited, DOCKER_CONFIG: '/nonexistent', ...environment },
    });
    opened.push(made);
    return made;
  };
  beforeAll(async () => {
    connected = await connect({ BYTEST_TOKEN: 'from-the-shell' });
  });
  afterEach(() => removeAllNamed(engine, name));
  afterAll(async () => {
    for (const made of opened) await made.close();
  });

  return {
    name,
    connect,
    get connected() {
      return connected;
    },

    async build(files, request = {}, on = connected) {
      await using folder = await temporaryFolder(files);
      const progress: BuildProgress[] = [];
      const id = await on.images.build({
        context: folder.path,
        tags: [name],
        onProgress: (step) => progress.push(step),
        ...request,
      });
      return { id, progress };
    },

    async fileOf(path) {
      const container = await engine.docker.createContainer({ Image: name, name, Cmd: ['/none'] });
      try {
        const archive = (await container.getArchive({ path })).pipe(extract());
        for await (const entry of archive) return await text(entry);
        return '';
      } finally {
        await container.remove();
      }
    },

    async outputOf(...command) {
      const container = await engine.docker.createContainer({ Image: name, name, Cmd: command, Tty: true });
      try {
        await container.start();
        await container.wait();
        return (await container.logs({ stdout: true, stderr: true })).toString().replaceAll('\r', '').trim();
      } finally {
        await container.remove({ force: true });
      }
    },
  };
}
