import type { ContainerStats } from '../../engine/index.ts';
import { findContainers, type OperationParts, type ServiceContainer } from './find.ts';

export interface StatsSample extends ContainerStats {
  service: string;
  container: string;
  number: number;
}

/** Samples of the running containers as the engine measures them (about one a second each). */
export async function* stackStats(
  parts: OperationParts,
  options: { services?: string[]; once?: boolean; signal?: AbortSignal | undefined } = {},
): AsyncIterable<StatsSample> {
  const containers = await findContainers(parts, options);
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  const streams = containers
    .filter((it) => it.running)
    .map((container) => samplesOf(parts, container, options.once ?? false, signal));
  try {
    yield* merge(streams);
  } finally {
    ended.abort();
  }
}

async function* samplesOf(
  { engine }: OperationParts,
  { id, name, service, number }: ServiceContainer,
  once: boolean,
  signal: AbortSignal,
): AsyncGenerator<StatsSample> {
  for await (const stats of engine.containers.stats(id, { signal })) {
    yield { service, container: name, number, ...stats };
    if (once) return;
  }
}

/** Whatever comes first, from all of them, until all have ended. */
async function* merge<T>(streams: AsyncGenerator<T>[]): AsyncGenerator<T> {
  const next = (stream: AsyncGenerator<T>) => stream.next().then((result) => ({ stream, result }));
  const pending = new Map(streams.map((stream) => [stream, next(stream)]));
  while (pending.size > 0) {
    const { stream, result } = await Promise.race(pending.values());
    if (result.done) {
      pending.delete(stream);
      continue;
    }
    pending.set(stream, next(stream));
    yield result.value;
  }
}
