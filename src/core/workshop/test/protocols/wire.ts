import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The longest wait for an answer, in milliseconds. */
const patience = 10_000;

/** A TCP connection that is read piece by piece; each wait for an answer has an end. */
export class Wire implements Disposable {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #ended: Error | undefined;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    const end = (error: Error) => {
      this.#ended ??= error;
      this.#wake();
    };
    socket.on('data', (data) => {
      this.#held = Buffer.concat([this.#held, data]);
      this.#wake();
    });
    socket.on('error', end);
    socket.on('close', () => end(new Error('the connection was closed')));
  }

  static async open(host: string, port: number, signal: AbortSignal): Promise<Wire> {
    const socket = connect({ host, port });
    const wire = new Wire(socket);
    const stop = () => socket.destroy(new Error('interrupted'));
    signal.addEventListener('abort', stop, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', stop));
    socket.setTimeout(patience, () => socket.destroy(new Error(`no answer within ${patience / 1000} s`)));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return wire;
  }

  write(data: Buffer | string): void {
    this.#socket.write(data);
  }

  /** Exactly so many bytes. */
  async read(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more();
    const piece = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return piece;
  }

  /** Up to a line's end, without it. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\n');
      if (end >= 0) return (await this.read(end + 1)).toString('utf8').trimEnd();
      if (this.#held.length > 64 * 1024) throw new Error('the answer has no end');
      await this.#more();
    }
  }

  /** Resolves when the other side keeps the connection: an engine's proxy takes every one, and drops it when nobody listens. */
  async holds(): Promise<void> {
    await delay(150);
    if (this.#ended) throw this.#ended;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #more(): Promise<void> {
    if (this.#ended) throw this.#ended;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
