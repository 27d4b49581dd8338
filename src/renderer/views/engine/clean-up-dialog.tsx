import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CleanUpPlan } from '../../../shared/contract/index.ts';
import {
  Button,
  Dialog,
  EmptyState,
  ErrorDetails,
  FailedState,
  FollowedContent,
  formatBytes,
  plural,
  Skeleton,
} from '../../components/index.ts';
import { query, toErrorData, useAction, useCore, useFollowed } from '../../core/index.ts';
import { ProgressTree } from '../tasks/progress-tree.tsx';
import styles from './clean-up.module.css';
import { CleanUpGroups } from './clean-up-groups.tsx';
import { type Chosen, chosenOf, firstSelection, type Selection } from './selection.ts';

/** What may go, chosen by ticks; then it goes, and what became of it is said. */
export function CleanUpDialog({ onClose }: { onClose: () => void }) {
  const [task, setTask] = useState<string>();
  return task === undefined ? (
    <Choosing onClose={onClose} onStarted={setTask} />
  ) : (
    <Removing task={task} onClose={onClose} />
  );
}

const title = 'Clean up the engine';
const about = 'Nothing that a container uses or an opened project names is listed here.';

function Choosing({ onClose, onStarted }: { onClose: () => void; onStarted: (task: string) => void }) {
  const core = useCore();
  const plan = useQuery({
    ...query.engines.planCleanUp.queryOptions({ input: {} }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [changed, setChanged] = useState<Selection>();
  const [agreed, setAgreed] = useState(false);
  const remove = useAction((items: Chosen['items']) => core.engines.cleanUp({ items }), {
    inline: true,
    onDone: ({ task }) => onStarted(task),
  });
  const selection = changed ?? (plan.data && firstSelection(plan.data));
  const chosen = plan.data && selection && chosenOf(plan.data, selection);
  const losing = (chosen?.losing.length ?? 0) > 0;
  const ready = chosen && chosen.items.length > 0 && (!losing || agreed);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={title}
      about={about}
      actions={
        <>
          {losing && (
            <label className={styles['agree']}>
              <input type="checkbox" checked={agreed} onChange={({ target }) => setAgreed(target.checked)} />
              What cannot be made again may be lost
            </label>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={losing ? 'danger' : 'primary'}
            disabled={!ready}
            pending={remove.pending}
            onClick={() => chosen && remove.run(chosen.items)}
          >
            {chosen && chosen.items.length > 0
              ? `Remove ${plural(chosen.items.length, 'thing')}, ${formatBytes(chosen.size)}`
              : 'Remove'}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorDetails error={remove.error} />}
      {plan.isError ? (
        <FailedState error={toErrorData(plan.error)} onRetry={() => void plan.refetch()} />
      ) : plan.data && selection ? (
        <Groups plan={plan.data} selection={selection} onChange={setChanged} />
      ) : (
        <div role="status" className={styles['looking']}>
          <p>Looking what nothing uses any more…</p>
          <Skeleton height="56px" lines={4} />
        </div>
      )}
    </Dialog>
  );
}

function Groups(props: { plan: CleanUpPlan; selection: Selection; onChange: (next: Selection) => void }) {
  if (props.plan.groups.length === 0)
    return <EmptyState text="Everything on this engine is in use: there is nothing to clean up." />;
  return <CleanUpGroups {...props} />;
}

function Removing({ task: id, onClose }: { task: string; onClose: () => void }) {
  const core = useCore();
  const task = useFollowed('tasks.followOne', { id });
  const cancel = useAction(() => core.tasks.cancel({ id }), { failure: 'Could not cancel the clean-up' });
  const running = !('value' in task) || task.value?.state === 'running';
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={running ? 'Cleaning up' : 'Cleaned up'}
      about={running ? 'It goes on when this is closed: see Tasks.' : undefined}
      actions={
        running ? (
          <>
            <Button pending={cancel.pending} onClick={() => cancel.run()}>
              Stop
            </Button>
            <Button onClick={onClose}>Close</Button>
          </>
        ) : (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      <FollowedContent followed={task} skeleton={<Skeleton height="22px" lines={4} />}>
        {({ state, progress, error }) => (
          <div className={styles['progress']} aria-live="polite">
            {state === 'cancelled' && <p>Stopped. What was removed before is gone, the rest is as it was.</p>}
            {error && state !== 'cancelled' && <ErrorDetails error={error} />}
            <ProgressTree nodes={progress} />
          </div>
        )}
      </FollowedContent>
    </Dialog>
  );
}
