import Docker from 'dockerode';
import { describe } from 'vitest';

/** An engine that tests run on, and a client of its own to look at it from outside of Blockyard. */
export interface TestEngine {
  /** Its version, such as `26.1`. */
  name: string;
  /** Path of its socket. */
  socket: string;
  /** Folders where its own programs lie (`/…/sbin:/…/bin`), when not on the PATH: for private engines like it. */
  programs?: string | undefined;
  /** A plain client, for arranging and asserting. */
  docker: Docker;
  /** What a child process needs to talk to this engine. */
  environment: { DOCKER_HOST: string };
}

let known: TestEngine[] | undefined;

/** The engines of BLOCKYARD_TEST_ENGINES (JSON: `[{"name": "26.1", "socket": "/…", "programs": "/…"}]`), else the default. */
export function engines(): TestEngine[] {
  known ??= addresses().map(({ name, socket, programs }) => ({
    name,
    socket,
    programs,
    docker: new Docker({ socketPath: socket }),
    environment: { DOCKER_HOST: socket.startsWith('/') ? `unix://${socket}` : `npipe://${socket}` },
  }));
  return known;
}

/** A group of tests for each engine: `describeOnEachEngine('up', (engine) => { it('…') })`. */
export function describeOnEachEngine(name: string, body: (engine: TestEngine) => void): void {
  for (const engine of engines()) describe(`${name} (engine ${engine.name})`, () => body(engine));
}

/** The same for the first engine alone, where the engine is not what is tested: a page takes long. */
export function describeOnFirstEngine(name: string, body: (engine: TestEngine) => void): void {
  const [first] = engines();
  if (first) describe(`${name} (engine ${first.name})`, () => body(first));
}

function addresses(): { name: string; socket: string; programs?: string }[] {
  const given = process.env['BLOCKYARD_TEST_ENGINES'];
  if (given) return JSON.parse(given) as ReturnType<typeof addresses>;
  const host = process.env['DOCKER_HOST']?.replace(/^(unix|npipe):\/\//, '');
  const usual = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';
  return [{ name: 'default', socket: host ?? usual }];
}
