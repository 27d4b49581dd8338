import { useEffect, useState } from 'react';
import type { ActivityEntry } from '../../shared/contract/index.ts';
import type { ErrorData } from '../../shared/index.ts';
import { EmptyState, FailedState, formatTime, Skeleton, StateDot, type Tone } from '../components/index.ts';
import { followBatches } from '../core/index.ts';
import type { ProjectViewProps } from '../views/view.ts';
import styles from './activity-list.module.css';

const kept = 500;

interface ActivityBatch {
  entries: ActivityEntry[];
  checkpoint: number;
}

const tones: Record<ActivityEntry['level'], Tone> = { note: 'idle', good: 'ok', warning: 'wait', bad: 'bad' };

/** What happened to the project, newest first. */
export function ActivityList({ project }: ProjectViewProps) {
  const { entries, error } = useActivity(project);
  if (error && !entries) return <FailedState error={error} />;
  if (!entries)
    return (
      <div className={styles['skeleton']}>
        <Skeleton lines={4} />
      </div>
    );
  if (entries.length === 0) return <EmptyState text="Nothing has happened yet: bring the stack up." />;
  return (
    <ol className={styles['list']} aria-label="What happened, newest first">
      {entries.map(({ id, time, level, service, text }) => (
        <li key={id}>
          <time dateTime={new Date(time).toISOString()} title={formatTime(time)}>
            {new Date(time).toLocaleTimeString('en-GB')}
          </time>
          <StateDot tone={tones[level]} />
          <span className={styles['service']}>{service}</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

function useActivity(project: string): {
  entries: ActivityEntry[] | undefined;
  error: ErrorData | undefined;
} {
  const [entries, setEntries] = useState<ActivityEntry[]>();
  const [error, setError] = useState<ErrorData>();
  useEffect(() => {
    const following = new AbortController();
    void followBatches<ActivityBatch, number>({
      signal: following.signal,
      open: (core, { after, stream }, signal) =>
        core.activity.follow({ project, stream, ...(after !== undefined && { after }) }, { signal }),
      checkpointOf: (batch) => batch.checkpoint,
      take: (batch) => setEntries((known = []) => [...batch.entries.toReversed(), ...known].slice(0, kept)),
      onState: (state) => setError(typeof state === 'object' ? state.error : undefined),
    });
    return () => following.abort();
  }, [project]);
  return { entries, error };
}
