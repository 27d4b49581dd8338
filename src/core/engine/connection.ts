import { Duplex, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { BlockyardError } from '../../shared/index.ts';
import { createAgent, type EngineAgent } from './agent.ts';
import { describeEndpoint, type Endpoint } from './endpoint.ts';
import { EngineRefusedError, EngineUnreachableError } from './errors.ts';

/** What every call of dockerode takes; see `settings`. */
export interface CallSettings {
  abortSignal: AbortSignal;
  _query: Record<string, unknown>;
  _body: object;
}

/**
 * The options of a call of dockerode: what goes into the address, and what into the body. Left to itself it sends all
 * in both ways, and what is undefined as an empty word.
 */
export function settings(abortSignal: AbortSignal, query: object = {}, body: object = {}): CallSettings {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return { abortSignal, _query: Object.fromEntries(given), _body: body };
}

/** For what dockerode has no words for. A path ends in `?` when there is a query. */
export interface DialOptions {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  options: CallSettings;
  headers?: Record<string, string | string[]>;
  /** Resolves with the answer as a stream, as soon as its headers are there. */
  isStream?: boolean;
}

/** dockerode, and what its types do not know of it. */
export type Dockerode = Docker & {
  info(options: CallSettings): Promise<unknown>;
  df(options: CallSettings): Promise<unknown>;
};

/**
 * dockerode on one engine. Every call goes through `ask`, `open` or `takeOver`, which throw `EngineRefusedError` when
 * the engine says no, `EngineUnreachableError` when it does not say anything, and the signal's own reason when the caller
 * lost interest. `doing` is for the error, going on from "could not": `start the container shop-api-1`. The signal that
 * `work` gets is for dockerode; no listener of it outlives the call.
 */
export class Connection {
  readonly endpoint: Endpoint;
  readonly docker: Dockerode;
  readonly #agent: EngineAgent;
  readonly #headers: Record<string, string>;
  #apiVersion = '';

  static async to(endpoint: Endpoint): Promise<Connection> {
    const [agent, { default: create }] = await Promise.all([createAgent(endpoint), import('dockerode')]);
    return new Connection(endpoint, agent, create);
  }

  private constructor(endpoint: Endpoint, agent: EngineAgent, create: typeof Docker) {
    const address = describeEndpoint(endpoint);
    this.endpoint = endpoint;
    this.#agent = agent;
    this.#headers = endpoint.kind === 'tcp' ? { Host: address.slice('tcp://'.length) } : {};
    // The agent alone knows the way. With a path, however, docker-modem asks no further.
    this.docker = createDocker(create, { agent, socketPath: address, headers: this.#headers });
  }

  /** The version of the API to speak from now on, such as `1.45`. Until then it is the engine's own. */
  speak(apiVersion: string): void {
    this.#apiVersion = apiVersion;
    Object.assign(this.docker.modem, { version: `v${apiVersion}` });
  }

  atLeast(apiVersion: string): boolean {
    return compareVersions(this.#apiVersion, apiVersion) >= 0;
  }

  /** Answers undefined where the engine says that it is so already (304). */
  async ask<Answer>(
    doing: string,
    signal: AbortSignal | undefined,
    work: (abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    for (;;) {
      try {
        return await untilAborted(signal, work);
      } catch (thrown) {
        if (statusOf(thrown) === 304) return undefined as Answer;
        if (signal?.aborted || !this.#agent.wasStale(thrown)) throw this.failure(thrown, doing, signal);
      }
    }
  }

  /** For answers that are streams: the caller reads or destroys it, and the signal ends it. */
  async open<Stream extends Readable = Readable>(
    doing: string,
    signal: AbortSignal | undefined,
    work: (abortSignal: AbortSignal) => Promise<unknown>,
  ): Promise<Stream> {
    const stream = (await this.ask(doing, signal, work)) as Stream;
    // Who does not listen, or not yet, must not be brought down by its failure.
    stream.on('error', () => {});
    destroyOnAbort(stream, signal);
    return stream;
  }

  /** For connections that are handed over: raw bytes in both directions. The caller destroys it. */
  async takeOver(
    doing: string,
    signal: AbortSignal | undefined,
    work: (abortSignal: AbortSignal) => Promise<unknown>,
  ): Promise<Duplex> {
    const socket = await this.open(doing, signal, work);
    if (socket instanceof Duplex) return socket;
    socket.destroy();
    throw new EngineRefusedError(doing, 200, 'it does not hand the connection over');
  }

  /** A call that dockerode has no words for. */
  dial(options: DialOptions): Promise<unknown> {
    return this.#dial({ ...options, statusCodes: { 200: true, 204: true } });
  }

  /** As `dial`, for what hands the connection over; `protocol` is what to upgrade to. */
  upgrade(protocol: string, options: DialOptions): Promise<unknown> {
    return this.#dial({
      ...options,
      headers: { ...options.headers, Upgrade: protocol, 'Content-Type': 'text/plain' },
      // Without a body docker-modem announces one in chunks, and its end could be taken for the first input.
      file: Buffer.alloc(0),
      hijack: true,
      isStream: true,
      statusCodes: { 200: true },
    });
  }

  /** What went wrong with a call or a stream of this engine, as an error for people. */
  failure(thrown: unknown, doing: string, signal?: AbortSignal): unknown {
    if (signal?.aborted) return signal.reason;
    if (thrown instanceof BlockyardError || !(thrown instanceof Error)) return thrown;
    const status = statusOf(thrown);
    if (status !== undefined) return new EngineRefusedError(doing, status, wordsOf(thrown));
    return new EngineUnreachableError(doing, this.endpoint, thrown);
  }

  close(): void {
    this.#agent.destroy();
  }

  #dial({ headers, ...options }: DialOptions & Record<string, unknown>): Promise<unknown> {
    const { abortSignal } = options.options;
    const all = { ...options, abortSignal, headers: { ...this.#headers, ...headers } };
    return new Promise((resolve, reject) => {
      this.docker.modem.dial(all, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  }
}

/** A container by its name or id, which may come from outside. */
export function containerOf({ docker }: Connection, id: string): Docker.Container {
  return docker.getContainer(encodeURIComponent(id));
}

/** docker-modem looks for an engine of its own, in the environment, and fails on what it does not like there. */
function createDocker(create: typeof Docker, options: object): Dockerode {
  const host = process.env['DOCKER_HOST'];
  delete process.env['DOCKER_HOST'];
  try {
    return new create(options) as Dockerode;
  } finally {
    if (host !== undefined) process.env['DOCKER_HOST'] = host;
  }
}

/** Ends the work, and the wait for it, with the signal's own reason. */
function untilAborted<Answer>(
  signal: AbortSignal | undefined,
  work: (abortSignal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      controller.abort(signal?.reason);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    work(controller.signal)
      .then((answer) => {
        if (signal?.aborted && answer instanceof Readable) answer.destroy();
        resolve(answer);
      }, reject)
      .finally(() => signal?.removeEventListener('abort', abort));
  });
}

/** Destroys a stream with the signal's reason; no listener outlives the stream. */
function destroyOnAbort(stream: Readable, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const abort = () => stream.destroy(signal.reason);
  signal.addEventListener('abort', abort);
  stream.once('close', () => signal.removeEventListener('abort', abort));
  if (signal.aborted) abort();
}

/** Of an answer that dockerode made an error of. */
function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | undefined)?.statusCode;
}

/** The engine's sentence: dockerode puts the status, and what that may mean, before it. */
function wordsOf({ message }: Error): string {
  return message.replace(/^\(HTTP code \d+\) .*? - /, '');
}

/** Compares versions such as `1.41` part by part. */
export function compareVersions(left: string, right: string): number {
  const [leftParts, rightParts] = [left, right].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (leftParts?.[index] ?? 0) - (rightParts?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
