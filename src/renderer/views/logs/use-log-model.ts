import { useEffect, useState, useSyncExternalStore } from 'react';
import { followLogs, type LogQuestion } from './follow-logs.ts';
import { LogModel } from './log-model.ts';

/** The lines of an answer as they come. `attempt`: another one asks anew. */
export function useLogModel(question: LogQuestion, attempt: number): { model: LogModel; version: number } {
  const [model] = useState(() => new LogModel());
  const version = useSyncExternalStore(model.subscribe, model.version);
  const key = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is why it asks anew
  useEffect(() => {
    const ended = new AbortController();
    model.reset();
    void followLogs(model, JSON.parse(key), ended.signal);
    return () => ended.abort();
  }, [model, key, attempt]);
  useEffect(() => () => model.dispose(), [model]);
  return { model, version };
}
