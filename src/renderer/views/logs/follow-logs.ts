import type { LogBatch } from '../../../shared/contract/index.ts';
import { followBatches } from '../../core/index.ts';
import type { LogModel } from './log-model.ts';

/** Which lines are asked of the core. */
export interface LogQuestion {
  project: string;
  services: readonly string[] | undefined;
  /** Last lines of each container; `undefined` is all that is kept. */
  tail: number | undefined;
  /** Milliseconds since the epoch. */
  since: number | undefined;
  /** Searched for on the disk, by the core. */
  grep: string | undefined;
}

/** So many lines after a moment in the past; who wants to see on asks for more. */
const linesFromMoment = 200_000;

/**
 * Brings lines into the model until the signal aborts; after a loss of the connection where it was, and from the start when
 * the core went over to another engine, whose lines are others.
 */
export async function followLogs(model: LogModel, question: LogQuestion, signal: AbortSignal): Promise<void> {
  while ((await followOneEngine(model, question, signal)) === 'another-engine' && !signal.aborted)
    model.reset();
  if (!signal.aborted) model.setFeed({ state: 'ended' });
}

async function followOneEngine(
  model: LogModel,
  question: LogQuestion,
  signal: AbortSignal,
): Promise<'ended' | 'another-engine'> {
  let outcome: 'ended' | 'another-engine' = 'ended';
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  const { project, services, tail, since, grep } = question;
  await followBatches<LogBatch, string>({
    signal: either,
    open: (core, { after, stream }, streamSignal) => {
      model.store.beginStream();
      const input = {
        project,
        stream,
        after,
        tail: since === undefined ? tail : undefined,
        since,
        grep,
        services: services && [...services],
      };
      return core.logs.follow(input, { signal: streamSignal });
    },
    checkpointOf: ({ checkpoint }) => checkpoint,
    take: (batch) => {
      model.take(batch);
      if (since === undefined || batch.kind === 'caught-up' || model.feed.state === 'live') return;
      if (model.store.end - model.store.first >= linesFromMoment) enough.abort();
    },
    onState: (state) => {
      if (typeof state === 'object' && state.error.code === 'interrupted') {
        outcome = 'another-engine';
        enough.abort();
      } else if (typeof state === 'object') model.setFeed({ state: 'failed', error: state.error });
      else if (state === 'stale') model.setFeed({ state: 'stale' });
      else if (model.feed.state === 'stale' || model.feed.state === 'failed')
        model.setFeed({ state: 'live' });
    },
  });
  return outcome;
}
