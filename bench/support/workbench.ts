import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright-core';
import { WebSocket } from 'ws';
import { type BenchEngine, cliEntry } from './contestants.ts';

/** A folder with a Compose file. Removes itself. */
export class ComposeFolder implements Disposable {
  readonly path: string;
  readonly name: string;

  /** The file's services; JSON is YAML. */
  constructor(name: string, services: Record<string, unknown>) {
    this.name = name;
    this.path = mkdtempSync(path.join(os.tmpdir(), `${name}-`));
    writeFileSync(path.join(this.path, 'compose.yaml'), JSON.stringify({ name, services }, null, 2));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** `blockyard ui` with a home of its own, as a process that can be looked at from outside. */
export class UiProcess implements AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #home: string;

  private constructor(child: ChildProcess, url: string, home: string) {
    this.#child = child;
    this.pid = child.pid ?? -1;
    this.url = url;
    this.#home = home;
  }

  static async start(engine: BenchEngine): Promise<UiProcess> {
    const home = mkdtempSync(path.join(os.tmpdir(), 'bybench-home-'));
    const child = spawn(process.execPath, [cliEntry, 'ui', '--port', '0', '--no-open', '--json'], {
      env: { ...process.env, DOCKER_HOST: `unix://${engine.socket}`, BLOCKYARD_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream }))
      if (line.includes('"url"'))
        return new UiProcess(child, (JSON.parse(line) as { url: string }).url, home);
    throw new Error('`blockyard ui` ended without an address.');
  }

  /** A client of the contract, as the page's, over a WebSocket of its own. */
  async client(): Promise<{ core: import('../../src/shared/contract/index.ts').CoreClient; close(): void }> {
    const [{ createORPCClient }, { RPCLink }] = await Promise.all([
      import('@orpc/client'),
      import('@orpc/client/websocket'),
    ]);
    const { host, hash } = new URL(this.url);
    const token = hash.replace('#token=', '');
    const socket = new WebSocket(`ws://${host}/core`, ['blockyard', `token.${token}`], {
      origin: `http://${host}`,
    });
    await once(socket, 'open');
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    return { core: createORPCClient(link), close: () => socket.close() };
  }

  /** Resident memory in bytes. */
  memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'close');
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Milliseconds of processor time that a process has used, by the kernel (10 ms steps). */
export function processorMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['BLOCKYARD_CHROMIUM'];
  if (!executablePath)
    throw new Error('Set BLOCKYARD_CHROMIUM to the path of a Chromium (`./dev bench` does).');
  const args = ['--enable-precise-memory-info', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  return chromium.launch({ executablePath, args });
}
