import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { describeEndpoint, type Endpoint } from './endpoint.ts';

type SshEndpoint = Extract<Endpoint, { kind: 'ssh' }>;

/** Bytes of ssh's own words that are kept for the error. */
const stderrLimit = 4096;

/**
 * A connection that is a child process, `ssh … docker system dial-stdio`: its two pipes as one stream, a socket as far as
 * HTTP can tell. The user's own ssh knows their hosts, keys, agent and jump hosts; it refuses unknown hosts itself, and in
 * batch mode never asks anything.
 */
export class SshConnection extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #endpoint: SshEndpoint;
  #stderr = '';

  constructor(endpoint: SshEndpoint) {
    super();
    this.#endpoint = endpoint;
    const child = spawn('ssh', sshArguments(endpoint), { stdio: 'pipe', windowsHide: true });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrLimit);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stdin.on('error', () => {
      // ssh went away; `close` below says why.
    });
    child.on('error', ({ message }) => this.destroy(new Error(`the program ssh does not start: ${message}`)));
    child.on('close', (code) => {
      if (code === 0) this.push(null);
      else this.destroy(this.#explain(code));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, (error) => done(error && this.#stderr === '' ? error : null));
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  #explain(code: number | null): Error {
    const words = this.#stderr.trim().split(/\r?\n/).filter(Boolean).join(' ');
    return new Error(`${describeEndpoint(this.#endpoint)}: ${words || `ssh ended with code ${code}`}`);
  }

  // What HTTP calls on a socket. While a connection is idle it must not keep the process alive.
  ref(): this {
    this.#eachHandle('ref');
    return this;
  }

  unref(): this {
    this.#eachHandle('unref');
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  #eachHandle(action: 'ref' | 'unref'): void {
    this.#child[action]();
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      (pipe as unknown as { ref?(): void; unref?(): void })[action]?.();
  }
}

function sshArguments({ destination, port, path }: SshEndpoint): string[] {
  const there = path === undefined ? ['docker'] : ['docker', '--host', quoted(`unix://${path}`)];
  return [
    '-o',
    'BatchMode=yes',
    '-o',
    'ConnectTimeout=15',
    '-T',
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    destination,
    ...there,
    'system',
    'dial-stdio',
  ];
}

/** As one word of the shell over there. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
