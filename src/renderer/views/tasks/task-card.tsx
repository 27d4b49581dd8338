import { ChevronRight, RotateCcw, X } from 'lucide-react';
import type { TaskState } from '../../../shared/index.ts';
import {
  Button,
  Chip,
  classNames,
  Duration,
  ErrorDetails,
  RelativeTime,
  StateDot,
  sentence,
  type Tone,
} from '../../components/index.ts';
import { useAction, useCore } from '../../core/index.ts';
import type { ListedTask } from './match-tasks.ts';
import { EndedProgress, ProgressTree } from './progress-tree.tsx';
import styles from './task-card.module.css';

const looks: Record<TaskState, { tone: Tone; text: string }> = {
  running: { tone: 'wait', text: 'running' },
  done: { tone: 'ok', text: 'done' },
  failed: { tone: 'bad', text: 'failed' },
  cancelled: { tone: 'idle', text: 'cancelled' },
  lost: { tone: 'bad', text: 'lost: its process ended' },
};

const ways: Record<ListedTask['owner']['via'], string> = {
  cli: 'command line',
  app: 'app',
  web: 'browser',
  hook: 'git hook',
};

interface TaskCardProps {
  task: ListedTask;
  fresh: boolean;
  open: boolean;
  onToggle: () => void;
}

export function TaskCard({ task, fresh, open, onToggle }: TaskCardProps) {
  const { tone, text } = looks[task.state];
  const running = task.state === 'running';
  return (
    <li className={styles['card']}>
      <div className={styles['head']}>
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={open}
          disabled={running}
          onClick={onToggle}
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames(styles['chevron'], open && styles['open'])}
          />
          <StateDot tone={tone} busy={running} />
          <span className={styles['title']}>{sentence(task.title)}</span>
        </button>
        {task.project && <Chip>{task.project}</Chip>}
        <span className={styles['facts']}>
          {!running && `${text} · `}
          <Duration since={task.startedAt} until={task.endedAt} /> · {ways[task.owner.via]}
          {!running && (
            <>
              {' · '}
              <RelativeTime time={task.startedAt} />
            </>
          )}
        </span>
        <Actions task={task} fresh={fresh} />
      </div>
      {open && (
        <div className={styles['body']}>
          {task.error && <ErrorDetails error={task.error} />}
          {running ? <ProgressTree nodes={task.progress} /> : <EndedProgress id={task.id} />}
        </div>
      )}
    </li>
  );
}

function Actions({
  task: { id, title, state, cancellable, retryable },
  fresh,
}: Pick<TaskCardProps, 'task' | 'fresh'>) {
  const core = useCore();
  const cancel = useAction(() => core.tasks.cancel({ id }), { failure: `Could not cancel: ${title}` });
  const retry = useAction(() => core.tasks.retry({ id }), { failure: `Could not start again: ${title}` });
  if (state === 'running' && cancellable)
    return (
      <Button
        size="small"
        icon={X}
        disabled={!fresh}
        pending={cancel.pending}
        onClick={() => void cancel.run()}
      >
        Cancel
      </Button>
    );
  if (retryable)
    return (
      <Button
        size="small"
        icon={RotateCcw}
        disabled={!fresh}
        pending={retry.pending}
        onClick={() => void retry.run()}
      >
        Again
      </Button>
    );
  return null;
}
