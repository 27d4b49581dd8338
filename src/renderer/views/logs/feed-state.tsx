import { ScrollText } from 'lucide-react';
import { Button, EmptyState, FailedState, formatCount, Skeleton, StateDot } from '../../components/index.ts';
import { useFollowed } from '../../core/index.ts';
import { NothingRuns } from '../nothing-runs.tsx';
import type { FeedState } from './log-model.ts';
import styles from './logs.module.css';

interface EmptinessProps {
  project: string;
  feed: FeedState;
  /** There are lines, but none that are wanted. */
  narrowed: boolean;
  searching: boolean;
  onAll: () => void;
  onRetry: () => void;
}

/** Instead of rows: why there are none. */
export function Emptiness({ project, feed, narrowed, searching, onAll, onRetry }: EmptinessProps) {
  if (feed.state === 'failed') return <FailedState error={feed.error} onRetry={onRetry} />;
  if (feed.state === 'loading' || feed.state === 'catching-up' || searching)
    return (
      <div className={styles['waiting']}>
        <Skeleton lines={12} height="12px" />
      </div>
    );
  if (narrowed)
    return (
      <EmptyState
        icon={ScrollText}
        text="None of the lines that are loaded match."
        action={<Button onClick={onAll}>Show all lines</Button>}
      />
    );
  return <NoLines project={project} />;
}

function NoLines({ project }: Pick<EmptinessProps, 'project'>) {
  const stack = useFollowed('stacks.follow', { project });
  const runs = !('value' in stack) || stack.value?.state !== 'absent';
  if (!runs)
    return (
      <NothingRuns
        project={project}
        icon={ScrollText}
        text="What the services write stands here, and nothing runs yet."
      />
    );
  return (
    <EmptyState icon={ScrollText} text="No lines yet. They stand here as soon as a container writes some." />
  );
}

/** How the feed is, in a few words. */
export function FeedText({ feed, following, lines }: { feed: FeedState; following: boolean; lines: number }) {
  const count = lines === 0 ? '' : `${formatCount(lines)} lines`;
  switch (feed.state) {
    case 'loading':
      return <span>Fetching what the engine has…</span>;
    case 'catching-up':
      return <span>Loading, {count}</span>;
    case 'live':
      return (
        <>
          <StateDot tone={following ? 'ok' : 'wait'} />
          <span>
            {following ? 'Following' : 'Paused'}
            {count && ` · ${count}`}
          </span>
        </>
      );
    case 'ended':
      return <span>{count}. Later lines are not loaded: follow to see the newest.</span>;
    case 'stale':
      return <span>{count}. The connection is away; the lines go on where they were when it is back.</span>;
    case 'failed':
      return (
        <>
          <StateDot tone="wait" />
          <span>
            {count && `${count}, as they were kept. `}
            {feed.error.message}
          </span>
        </>
      );
  }
}
