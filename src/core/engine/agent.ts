import type { ClientRequest, IncomingMessage, Agent as NodeAgent } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { Endpoint } from './endpoint.ts';
import { describeEndpoint } from './endpoint.ts';
import { http } from './http.ts';
import { connectionsTo } from './routes.ts';

/** What Node calls on an agent for each request; its types leave it out. */
interface AgentInside {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

/**
 * The way to an engine: dockerode speaks HTTP over whatever connections this makes, and keeps them for the next call.
 * There are as many as there are calls at a time; idle ones do not keep the process alive.
 */
export class EngineAgent extends http.Agent implements AgentInside {
  readonly #endpoint: Endpoint;
  readonly #connect: () => Duplex;
  readonly #connections = new Set<Duplex>();
  readonly #stale = new WeakSet<Error>();

  /** For `createAgent`. */
  constructor(endpoint: Endpoint, connect: () => Duplex) {
    super({ keepAlive: true, maxFreeSockets: 32 });
    this.#endpoint = endpoint;
    this.#connect = connect;
  }

  override createConnection(): Duplex {
    const connection = this.#connect();
    this.#connections.add(connection);
    return connection.once('close', () => this.#connections.delete(connection));
  }

  addRequest(request: ClientRequest, ...rest: unknown[]): void {
    // docker-modem hears of an answer's end only: one that breaks off would leave its caller waiting for ever.
    request.once('response', (response: IncomingMessage) =>
      response.once('error', (error) => request.emit('error', error)),
    );
    request.once('error', (error: NodeJS.ErrnoException) => {
      const read = request.method === 'GET' || request.method === 'HEAD';
      if (read && request.reusedSocket && error.code === 'ECONNRESET') this.#stale.add(error);
    });
    const node: AgentInside = http.Agent.prototype as NodeAgent & AgentInside;
    node.addRequest.call(this, request, ...rest);
  }

  /** Whether a read failed because the engine closed a kept connection at the very moment we used it again. */
  wasStale(error: unknown): boolean {
    return error instanceof Error && this.#stale.has(error);
  }

  /** Ends all connections: those in use, and those that were taken over, as well. */
  override destroy(): void {
    super.destroy();
    for (const connection of this.#connections) connection.destroy();
  }

  /** docker-modem prints all that belongs to a request for its debug log, with or without one: milliseconds each time. */
  [inspect.custom](): string {
    return `EngineAgent ${describeEndpoint(this.#endpoint)}`;
  }
}

export async function createAgent(endpoint: Endpoint): Promise<EngineAgent> {
  return new EngineAgent(endpoint, await connectionsTo(endpoint));
}
