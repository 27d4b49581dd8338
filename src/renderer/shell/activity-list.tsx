import type { ActivityEntry } from '../../shared/contract/index.ts';
import { EmptyState, FailedState, formatTime, Skeleton, StateDot, type Tone } from '../components/index.ts';
import { useActivity } from '../core/index.ts';
import type { ProjectViewProps } from '../views/view.ts';
import styles from './activity-list.module.css';

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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <ol className={styles['list']} tabIndex={0} aria-label="What happened, newest first">
      {entries.map(({ id, time, level, text }) => (
        <li key={id}>
          <time dateTime={new Date(time).toISOString()} title={formatTime(time)}>
            {new Date(time).toLocaleTimeString('en-GB')}
          </time>
          <StateDot tone={tones[level]} />
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
