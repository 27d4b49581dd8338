import type { ProgressNode, ProgressState } from '../../../shared/index.ts';
import {
  Duration,
  FollowedContent,
  formatBytes,
  Progress,
  Skeleton,
  StateDot,
  type Tone,
} from '../../components/index.ts';
import { useFollowed } from '../../core/index.ts';
import styles from './progress-tree.module.css';

const tones: Record<ProgressState, Tone> = {
  waiting: 'idle',
  running: 'wait',
  done: 'ok',
  failed: 'bad',
  skipped: 'idle',
};

interface ProgressTreeProps {
  nodes: readonly ProgressNode[];
  /** Shows what is below this one; default: all. */
  below?: string;
}

/** The steps of a task, those within others below them. */
export function ProgressTree({ nodes, below }: ProgressTreeProps) {
  const here = nodes.filter(({ parent }) => parent === below);
  if (here.length === 0)
    return below === undefined ? <p className={styles['none']}>It tells no steps.</p> : null;
  return (
    <ul className={below === undefined ? undefined : styles['below']}>
      {here.map((node) => (
        <li key={node.id}>
          <Step node={node} />
          <ProgressTree nodes={nodes} below={node.id} />
        </li>
      ))}
    </ul>
  );
}

function Step({ node }: { node: ProgressNode }) {
  const { title, state, text, current, total, startedAt, endedAt } = node;
  const far = state === 'running' && total ? (current ?? 0) / total : undefined;
  return (
    <div className={styles['step']}>
      <StateDot tone={tones[state]} busy={state === 'running'} label={state} />
      <span className={styles['title']}>{title}</span>
      <span className={styles['text']} title={text}>
        {text}
      </span>
      {far !== undefined && (
        <span className={styles['far']}>
          <Progress label={`How far: ${title}`} value={far} />
        </span>
      )}
      <span className={styles['amount']}>{amountOf(node)}</span>
      <span className={styles['time']}>
        {startedAt !== undefined && <Duration since={startedAt} until={endedAt} />}
      </span>
    </div>
  );
}

function amountOf({ current, total, unit }: ProgressNode): string {
  if (current === undefined) return '';
  const print = (amount: number) => (unit === 'bytes' ? formatBytes(amount) : String(amount));
  return total === undefined ? print(current) : `${print(current)} of ${print(total)}`;
}

/** The steps of a task that has ended are had only when somebody looks. */
export function EndedProgress({ id }: { id: string }) {
  const task = useFollowed('tasks.followOne', { id });
  return (
    <FollowedContent followed={task} skeleton={<Skeleton height="22px" lines={3} />}>
      {({ progress }) => <ProgressTree nodes={progress} />}
    </FollowedContent>
  );
}
