import { useEffect, useState } from 'react';
import type { ActivityEntry } from '../../shared/contract/index.ts';
import type { ErrorData } from '../../shared/index.ts';
import { followBatchesOf } from './batches.ts';
import { connection } from './page.ts';

interface Batch {
  entries: ActivityEntry[];
  checkpoint: number;
}

const kept = 500;

/** What happened to a project lately, newest first; undefined until it is known. */
export function useActivity(project: string): {
  entries: readonly ActivityEntry[] | undefined;
  error: ErrorData | undefined;
} {
  const [entries, setEntries] = useState<readonly ActivityEntry[]>();
  const [error, setError] = useState<ErrorData>();
  useEffect(() => {
    const leave = new AbortController();
    setEntries(undefined);
    void followBatchesOf<Batch, number>(connection, {
      signal: leave.signal,
      open: (core, { after, stream }, signal) =>
        core.activity.follow({ project, stream, ...(after !== undefined && { after }) }, { signal }),
      checkpointOf: ({ checkpoint }) => checkpoint,
      take: ({ entries: fresh }) =>
        setEntries((known = []) => [...fresh.toReversed(), ...known].slice(0, kept)),
      onState: (state) => setError(typeof state === 'object' ? state.error : undefined),
    });
    return () => leave.abort();
  }, [project]);
  return { entries, error };
}
