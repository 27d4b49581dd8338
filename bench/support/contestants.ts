import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadProject } from '../../src/core/compose/index.ts';
import { connectEngine } from '../../src/core/engine/index.ts';
import { openLogs } from '../../src/core/logs/index.ts';
import { openStack, type Stack } from '../../src/core/stack/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import type { Progress, TaskContext } from '../../src/core/tasks/index.ts';
import { command } from './command.ts';
import type { FloorService } from './floor.ts';

/** An engine to measure on, as `./dev bench` hands it over. */
export interface BenchEngine {
  name: string;
  socket: string;
}

export function benchEngines(): BenchEngine[] {
  const given = process.env['BLOCKYARD_TEST_ENGINES'];
  return given ? JSON.parse(given) : [{ name: 'default', socket: '/var/run/docker.sock' }];
}

/** What the image map makes of a public name: the floor and the peers know nothing of maps. */
export function mapped(image: string): string {
  const given = process.env['BLOCKYARD_IMAGE_MAP'];
  if (!given) return image;
  const map: Record<string, string> = JSON.parse(
    given.trim().startsWith('{') ? given : readFileSync(given, 'utf8'),
  );
  const match = Object.entries(map).find(([pattern]) => wildcard(pattern).test(image));
  return match?.[1] ?? image;
}

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
}

export interface BenchService {
  name: string;
  dependsOn?: string[];
  /** Whether others wait for its health, checked once a second. */
  healthcheck?: boolean;
}

const probe = ['redis-cli', 'ping'];

/** A project folder whose Compose file every peer can read. Removes itself. */
export class BenchProject implements Disposable {
  readonly folder: string;
  readonly name: string;
  readonly services: BenchService[];
  readonly image: string = mapped('redis:7');

  constructor(name: string, services: BenchService[]) {
    this.name = name;
    this.services = services;
    this.folder = mkdtempSync(path.join(os.tmpdir(), `${name}-`));
    const body = {
      services: Object.fromEntries(
        services.map((service) => [
          service.name,
          {
            image: this.image,
            ports: ['127.0.0.1::6379'],
            ...(service.healthcheck && {
              healthcheck: { test: ['CMD', ...probe], interval: '1s', timeout: '2s', retries: 30 },
            }),
            ...(service.dependsOn && {
              depends_on: Object.fromEntries(
                service.dependsOn.map((other) => [other, { condition: 'service_healthy' }]),
              ),
            }),
          },
        ]),
      ),
    };
    // JSON is YAML. docker-compose 1.29 takes the file's own format by its keys.
    writeFileSync(path.join(this.folder, 'compose.yaml'), JSON.stringify(body, null, 2));
  }

  floor(): FloorService[] {
    return this.services.map((service) => ({
      name: service.name,
      after: service.dependsOn ?? [],
      ...(service.healthcheck && { probe }),
      spec: {
        Image: this.image,
        ExposedPorts: { '6379/tcp': {} },
        HostConfig: { PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
      },
    }));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Blockyard's own core in this process, warm: what the app and a long-lived session pay. */
export class WarmCore implements AsyncDisposable {
  readonly home: string;
  readonly stack: Stack;
  readonly #close: () => Promise<void>;

  private constructor(home: string, stack: Stack, close: () => Promise<void>) {
    this.home = home;
    this.stack = stack;
    this.#close = close;
  }

  static async open(bench: BenchProject, engineAddress: BenchEngine): Promise<WarmCore> {
    const home = mkdtempSync(path.join(os.tmpdir(), 'bybench-home-'));
    const environment = { ...process.env, DOCKER_HOST: `unix://${engineAddress.socket}` };
    const engine = await connectEngine({ environment });
    const store = openStore({ folder: home });
    const project = await loadProject({
      workingDirectory: bench.folder,
      projectName: bench.name,
      environment,
    });
    const logs = openLogs({ store, engine, project: project.name });
    const stack = openStack({ engine, project, store, logs });
    return new WarmCore(home, stack, async () => {
      store.close();
      await engine.close();
    });
  }

  up() {
    return this.stack.up({}, quietTask());
  }

  down() {
    return this.stack.down({}, quietTask());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** A task that nobody watches. */
export function quietTask(): TaskContext {
  const line: Progress = {
    child: () => line,
    update: () => {},
    start: () => {},
    done: () => {},
    skip: () => {},
    fail: () => {},
  };
  return { id: 'bench', signal: new AbortController().signal, progress: () => line };
}

/** The command lines that are measured from outside, each on the same folder. */
export interface CommandLine {
  name: string;
  up(bench: BenchProject): Promise<unknown>;
  down(bench: BenchProject): Promise<unknown>;
  ps(bench: BenchProject): Promise<unknown>;
}

export function commandLine(name: string, file: string, before: string[], engine: BenchEngine): CommandLine {
  const environment = { DOCKER_HOST: `unix://${engine.socket}` };
  const call = (bench: BenchProject, ...args: string[]) =>
    command(file, [...before, '-p', bench.name, ...args], { folder: bench.folder, environment });
  return {
    name,
    up: (bench) => call(bench, 'up', '-d'),
    down: (bench) => call(bench, 'down'),
    ps: (bench) => call(bench, 'ps'),
  };
}

export function blockyardCommand(engine: BenchEngine): CommandLine {
  return commandLine('blockyard (command)', process.execPath, [cliEntry], engine);
}

export const cliEntry: string = path.join(import.meta.dirname, '..', '..', 'out', 'cli', 'blockyard.js');

/** docker-compose 1.29 and Compose 2.26, as far as they are on this machine. */
export function peers(engine: BenchEngine): CommandLine[] {
  const found: CommandLine[] = [];
  const one = process.env['BLOCKYARD_BENCH_COMPOSE_1'] ?? '/usr/bin/docker-compose';
  const two = process.env['BLOCKYARD_TEST_COMPOSE'];
  found.push(commandLine('docker-compose 1.29', one, ['--no-ansi'], engine));
  if (two) found.push(commandLine('Compose 2.26', two, [], engine));
  return found;
}
