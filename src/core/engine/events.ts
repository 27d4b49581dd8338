import type { Readable } from 'node:stream';
import { type Connection, settings } from './connection.ts';
import type { EngineEvent, EventOptions, ListFilters } from './engine.ts';
import { EngineUnreachableError } from './errors.ts';
import { readLines } from './json-lines.ts';
import { pause } from './pause.ts';

const doing = "listen to the engine's events";
/** Milliseconds: a restart takes an engine some hundred of them. */
const firstPause = 50;
const longestPause = 2_000;

/** The engine's events; it goes on after the engine was away. See `Engine.events`. */
export async function* readEvents(
  connection: Connection,
  { labels, names, since }: ListFilters & { since?: string | undefined },
  { signal, onLost }: EventOptions = {},
): AsyncGenerator<EngineEvent> {
  const filters = { ...(labels && { label: labels }), ...(names && { container: names }) };
  const listen = (from: string | undefined) =>
    connection.open(doing, signal, (abortSignal) =>
      connection.docker.getEvents(settings(abortSignal, { filters, since: from })),
    );

  let response = await listen(since);
  let last = 0n;
  for (let action: 'connected' | 'reconnected' = 'connected'; ; action = 'reconnected') {
    let lost = new EngineUnreachableError(doing, connection.endpoint, streamEnded());
    try {
      yield daemonEvent(action);
      for await (const line of readLines(response)) {
        const event = toEngineEvent(line);
        // After a gap the engine repeats the events of the very moment that we ask from.
        if (!event || event.timeNano <= last) continue;
        last = event.timeNano;
        yield event;
      }
    } catch (thrown) {
      const error = connection.failure(thrown, doing, signal);
      if (!(error instanceof EngineUnreachableError)) throw error;
      lost = error;
    } finally {
      response.destroy();
    }
    onLost?.(lost);
    response = await retry(() => listen(last === 0n ? since : asSeconds(last)), signal);
  }
}

/** An engine that is stopped ends the stream as if all had been said. */
function streamEnded(): Error {
  return Object.assign(new Error('The stream of events ended.'), { code: 'ECONNRESET' });
}

/** Tries until the engine answers again. */
async function retry(listen: () => Promise<Readable>, signal: AbortSignal | undefined): Promise<Readable> {
  for (let wait = firstPause; ; wait = Math.min(longestPause, wait * 2)) {
    await pause(wait, signal);
    try {
      return await listen();
    } catch (error) {
      if (!(error instanceof EngineUnreachableError)) throw error;
    }
  }
}

function daemonEvent(action: 'connected' | 'reconnected'): EngineEvent {
  return { type: 'daemon', action, id: '', attributes: {}, timeNano: BigInt(Date.now()) * 1_000_000n };
}

/** The event in a line of the engine; undefined for the kinds that nobody here asks for. */
export function toEngineEvent(line: string): EngineEvent | undefined {
  const raw = JSON.parse(line) as {
    Type: string;
    Action: string;
    Actor?: { ID?: string; Attributes?: Record<string, string> };
    time?: number;
  };
  const type = eventTypes.find((known) => known === raw.Type);
  if (!type) return undefined;
  // JSON's numbers would lose the last digits.
  const nanoseconds = /"timeNano":\s*(\d+)/.exec(line)?.[1];
  return {
    type,
    action: raw.Action,
    id: raw.Actor?.ID ?? '',
    attributes: raw.Actor?.Attributes ?? {},
    timeNano: nanoseconds ? BigInt(nanoseconds) : BigInt(raw.time ?? 0) * 1_000_000_000n,
  };
}

const eventTypes = ['container', 'network', 'volume', 'image', 'daemon'] as const;

/** The API's time: seconds with a fraction. */
function asSeconds(timeNano: bigint): string {
  const [seconds, fraction] = [timeNano / 1_000_000_000n, timeNano % 1_000_000_000n];
  return `${seconds}.${String(fraction).padStart(9, '0')}`;
}
