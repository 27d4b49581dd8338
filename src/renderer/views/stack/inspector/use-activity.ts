import { useEffect, useState } from 'react';
import type { ActivityEntry } from '../../../../shared/contract/index.ts';
import { followBatches } from '../../../core/index.ts';

interface Batch {
  entries: ActivityEntry[];
  checkpoint: number;
}

const kept = 100;

/** What happened to the stack lately, newest first. */
export function useActivity(project: string): readonly ActivityEntry[] {
  const [entries, setEntries] = useState<readonly ActivityEntry[]>([]);
  useEffect(() => {
    const leave = new AbortController();
    setEntries([]);
    void followBatches<Batch, number>({
      signal: leave.signal,
      open: (core, { after, stream }, signal) =>
        core.activity.follow({ project, stream, ...(after !== undefined && { after }) }, { signal }),
      checkpointOf: ({ checkpoint }) => checkpoint,
      take: ({ entries: fresh }) => setEntries((known) => [...fresh.toReversed(), ...known].slice(0, kept)),
    });
    return () => leave.abort();
  }, [project]);
  return entries;
}
