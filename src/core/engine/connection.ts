import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BlockyardError } from '../../shared/index.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineRefusedError, EngineUnreachableError } from './errors.ts';
import { getPlain } from './plain-body.ts';
import type { Transport } from './transport.ts';

/** One call of the Engine API. */
export interface EngineRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version: `/containers/json`. Encode what comes from outside. */
  path: string;
  /** Lists and objects are sent as JSON, undefined is left out. */
  query?: Record<string, unknown>;
  /** A stream or a buffer goes out as it is (a tar, say), anything else as JSON. */
  body?: unknown;
  /** A list is sent as a header of its own for each value. */
  headers?: Record<string, string | string[]>;
  /** For the error, going on from "could not": `start the container shop-api-1`. */
  doing: string;
  signal?: AbortSignal | undefined;
}

/**
 * The Engine API over one endpoint. It throws `EngineRefusedError` when the engine says no, `EngineUnreachableError`
 * when it does not say anything, and the signal's own reason when the caller lost interest.
 */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly product: 'docker' | 'podman';
  /** The version spoken, such as `1.45`: the engine's, or the newest that we know. */
  readonly apiVersion: string;
  atLeast(apiVersion: string): boolean;
  /** Sends, and reads the answer's JSON to its end. Undefined when the answer has no body. */
  call<Answer = void>(request: EngineRequest): Promise<Answer>;
  /** Sends, and answers as soon as the headers are there; the body is the caller's to read or to destroy. */
  open(request: EngineRequest): Promise<IncomingMessage>;
  /** As `open`, for long streams of small pieces: nothing between the engine's bytes and the reader. GET only. */
  openStream(request: EngineRequest): Promise<Readable>;
  /**
   * Sends, and takes the connection over: raw bytes in both directions. `protocol` is what to upgrade to: `tcp`
   * (default), `h2c` for BuildKit's `/session` and `/grpc`. The caller listens to its `error` and destroys it.
   */
  hijack(request: EngineRequest & { protocol?: string }): Promise<Duplex>;
  /** What went wrong with a stream of this engine, as an error for people. */
  failure(thrown: unknown, doing: string, signal?: AbortSignal): unknown;
  close(): void;
}

export interface ConnectionFacts {
  endpoint: Endpoint;
  product: 'docker' | 'podman';
  apiVersion: string;
}

/** A connection that speaks one version of the API. */
export function createConnection(transport: Transport, facts: ConnectionFacts): Connection {
  const client = new Client(transport, facts.endpoint, `/v${facts.apiVersion}`);
  return {
    ...facts,
    atLeast: (version) => compareVersions(facts.apiVersion, version) >= 0,
    call: (request) => client.call(request),
    open: (request) => client.open(request),
    openStream: (request) => client.openStream(request),
    hijack: (request) => client.hijack(request),
    failure: (thrown, doing, signal) => client.failure(thrown, doing, signal),
    close: () => client.close(),
  };
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

/** HTTP to the engine with signals and errors as `Connection` promises them. */
export class Client {
  readonly #transport: Transport;
  readonly #endpoint: Endpoint;
  readonly #prefix: string;
  /** The connections that were handed over: the transport does not know them any more. */
  readonly #hijacked = new Set<Duplex>();

  /** `prefix` is put before every path: `/v1.45`, or nothing while the version is not known. */
  constructor(transport: Transport, endpoint: Endpoint, prefix = '') {
    this.#transport = transport;
    this.#endpoint = endpoint;
    this.#prefix = prefix;
  }

  async call<Answer>(request: EngineRequest): Promise<Answer> {
    const response = await this.open(request);
    try {
      const body = await text(response);
      const json = response.headers['content-type']?.startsWith('application/json') ?? false;
      return (body === '' ? undefined : json ? JSON.parse(body) : body) as Answer;
    } catch (thrown) {
      throw this.failure(thrown, request.doing, request.signal);
    }
  }

  async open(request: EngineRequest): Promise<IncomingMessage> {
    const response = await this.#send<IncomingMessage>(request, {}, (outgoing, resolve) =>
      outgoing.once('response', resolve),
    );
    return this.#accept(request, response);
  }

  async openStream(request: EngineRequest): Promise<Readable> {
    const { signal, doing } = request;
    signal?.throwIfAborted();
    const connection = this.#transport.connect();
    this.#keep(connection);
    abortWith(connection, signal);
    try {
      const answer = await getPlain(connection, this.#pathOf(request));
      if (answer.status < 400 && !answer.chunked) return answer.body;
      connection.destroy();
    } catch (thrown) {
      connection.destroy();
      throw this.failure(thrown, doing, signal);
    }
    // Said in chunks after all (a proxy), or refused: this way knows how to read both.
    return this.open(request);
  }

  async hijack(request: EngineRequest & { protocol?: string }): Promise<Duplex> {
    const headers = { Connection: 'Upgrade', Upgrade: request.protocol ?? 'tcp' };
    type Answer = { response: IncomingMessage; socket?: Duplex };
    const answer = await this.#send<Answer>(request, headers, (outgoing, resolve) => {
      outgoing.once('response', (response) => resolve({ response }));
      outgoing.once('upgrade', (response: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (head.length > 0) socket.unshift(head);
        resolve({ response, socket });
      });
    });
    const { socket } = answer;
    if (socket) {
      this.#keep(socket);
      abortWith(socket, request.signal);
      return socket;
    }
    const response = await this.#accept(request, answer.response);
    response.destroy();
    throw new EngineRefusedError(
      request.doing,
      response.statusCode ?? 0,
      'it does not hand the connection over',
    );
  }

  failure(thrown: unknown, doing: string, signal?: AbortSignal): unknown {
    if (signal?.aborted) return signal.reason;
    if (thrown instanceof BlockyardError || !(thrown instanceof Error)) return thrown;
    return new EngineUnreachableError(doing, this.#endpoint, thrown);
  }

  close(): void {
    this.#transport.close();
    for (const socket of this.#hijacked) socket.destroy();
  }

  #keep(socket: Duplex): void {
    this.#hijacked.add(socket);
    socket.once('close', () => this.#hijacked.delete(socket));
  }

  #pathOf(request: EngineRequest): string {
    return `${this.#prefix}${request.path}${queryString(request.query)}`;
  }

  /** The response when the engine agreed. 304 stands for "it is so already". */
  async #accept(request: EngineRequest, response: IncomingMessage): Promise<IncomingMessage> {
    const status = response.statusCode ?? 0;
    if (status < 400) {
      abortWith(response, request.signal);
      return response;
    }
    const body = await text(response).catch(() => '');
    // An engine that has said no does not read on.
    if (request.body instanceof Readable) request.body.destroy();
    throw new EngineRefusedError(request.doing, status, messageOf(body));
  }

  #send<Answer>(
    request: EngineRequest,
    extraHeaders: Record<string, string>,
    listen: (outgoing: ClientRequest, resolve: (answer: Answer) => void) => void,
  ): Promise<Answer> {
    const { signal, body } = request;
    return new Promise<Answer>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const { payload, headers } = encode(body);
      const options: RequestOptions = {
        method: request.method,
        path: this.#pathOf(request),
        headers: { ...headers, ...request.headers, ...extraHeaders },
      };
      const outgoing = this.#transport.request(options);
      const abort = () => outgoing.destroy(signal?.reason);
      const settled = () => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort);
      listen(outgoing, (answer) => {
        settled();
        resolve(answer);
      });
      // The listener stays for good: a socket may break while the answer is being read, which the answer reports itself.
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        settled();
        // The engine closed a kept connection at the very moment we used it again: nothing was asked yet.
        const stale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal?.aborted;
        if (stale && request.method === 'GET') resolve(this.#send(request, extraHeaders, listen));
        else reject(this.failure(error, request.doing, signal));
      });
      if (body instanceof Readable) {
        body.once('error', (error) => outgoing.destroy(error));
        body.once('close', () => {
          if (!outgoing.writableEnded) outgoing.destroy(new Error('the input was closed before its end'));
        });
        outgoing.once('close', () => body.destroy());
        body.pipe(outgoing);
      } else outgoing.end(payload);
    });
  }
}

/** Destroys a stream with the signal's reason; no listener outlives the stream. */
function abortWith(stream: Readable | Duplex, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const abort = () => stream.destroy(signal.reason);
  signal.addEventListener('abort', abort);
  stream.once('close', () => signal.removeEventListener('abort', abort));
  if (signal.aborted) abort();
}

function encode(body: unknown): { payload?: string | Buffer; headers: Record<string, string> } {
  if (body === undefined) return { headers: {} };
  if (body instanceof Readable) return { headers: { 'Content-Type': 'application/x-tar' } };
  if (Buffer.isBuffer(body))
    return {
      payload: body,
      headers: { 'Content-Type': 'application/x-tar', 'Content-Length': String(body.length) },
    };
  const payload = JSON.stringify(body);
  return {
    payload,
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(payload)) },
  };
}

function queryString(query: Record<string, unknown> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined)
      parameters.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  const encoded = parameters.toString();
  return encoded === '' ? '' : `?${encoded}`;
}

/** The engine's sentence out of `{"message": "…"}` (Podman adds `cause`), or the text as it is. */
function messageOf(body: string): string {
  try {
    const { message, cause } = JSON.parse(body) as { message?: string; cause?: string };
    return message ?? cause ?? body;
  } catch {
    return body;
  }
}
