// @ts-check
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

/*
 * Ports as Electron has them, within this process or over a pipe to another one, and utility processes as real processes of
 * Node. `child.mjs` is their other side.
 */

/** Without the constructor's options, whose type no declaration could name. @type {new () => EventEmitter} */
export const Emitter = EventEmitter;

export class MessagePortMain extends Emitter {
  /** @type {((data: unknown) => void) | undefined} */ #send;
  /** @type {(() => void) | undefined} */ #end;
  /** @type {unknown[]} */ #waiting = [];
  #isStarted = false;
  #isClosed = false;

  /** @param {MessagePortMain} other the end to speak with */
  join(other) {
    this.speakThrough(
      (data) => queueMicrotask(() => other.receive(data)),
      () => other.lose(),
    );
    other.speakThrough(
      (data) => queueMicrotask(() => this.receive(data)),
      () => this.lose(),
    );
  }

  /** @param {(data: unknown) => void} send @param {() => void} end */
  speakThrough(send, end) {
    this.#send = send;
    this.#end = end;
  }

  postMessage(/** @type {unknown} */ data) {
    if (!this.#isClosed) this.#send?.(data);
  }

  start() {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end?.();
  }

  receive(/** @type {unknown} */ data) {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  /** The other end is gone. */
  lose() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit('close');
  }
}

export class UtilityProcess extends Emitter {
  /** @type {Map<number, MessagePortMain>} */ #ports = new Map();
  #nextPort = 1;

  /** @param {string} file @param {string[]} args @param {any} options */
  constructor(file, args, options) {
    super();
    const runner = fileURLToPath(new URL('child.mjs', import.meta.url));
    this.child = fork(runner, [file, ...args], {
      env: options.env ?? process.env,
      cwd: options.cwd,
      serialization: 'advanced',
      execArgv: [],
      stdio: [...options.stdio, 'ipc'],
    });
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('error', () => {});
    this.child.on('message', (/** @type {any} */ message) => this.#receive(message));
    this.child.on('exit', (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit('exit', code ?? 1);
    });
  }

  get pid() {
    return this.child.pid;
  }

  kill() {
    return this.child.kill();
  }

  /** @param {unknown} data @param {MessagePortMain[]} ports */
  postMessage(data, ports = []) {
    this.#send({ data, ports: ports.map((port) => this.#carry(port)) });
  }

  /** @param {any} message */
  #receive(message) {
    const port = this.#ports.get(message.port);
    if (message.port === undefined) this.emit('message', message.data);
    else if (message.closed) port?.close();
    else port?.postMessage(message.data);
  }

  /** Moves an end over: what comes there goes through the pipe. @param {MessagePortMain} port */
  #carry(port) {
    const id = this.#nextPort++;
    this.#ports.set(id, port);
    port.on('message', ({ data }) => this.#send({ port: id, data }));
    port.on('close', () => {
      this.#ports.delete(id);
      this.#send({ port: id, closed: true });
    });
    port.start();
    return id;
  }

  /** @param {object} message */
  #send(message) {
    if (this.child.connected) this.child.send(message, () => {});
  }
}
