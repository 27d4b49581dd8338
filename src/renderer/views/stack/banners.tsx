import { RotateCw, ScrollText, X } from 'lucide-react';
import { useState } from 'react';
import { Button, Duration, ErrorDetails, IconButton, Progress, StaleBanner } from '../../components/index.ts';
import { goTo, useFollowed } from '../../core/index.ts';
import styles from './banners.module.css';
import { MissingSecrets } from './missing-secrets.tsx';
import { failureOf, type Remedy, troubled } from './model/failure.ts';
import { progressOf } from './model/progress.ts';
import { useStack } from './stack-context.ts';

/** What is going on with the stack, and what is wrong with it, above everything else. */
export function Banners() {
  const { view } = useStack();
  const engine = useFollowed('engines.follow', {});
  // Of an engine that is away the page's own banner tells already.
  const isThere = 'value' in engine && engine.value?.state === 'connected';
  return (
    <div className={styles['banners']}>
      {view.engineProblem && isThere && (
        <StaleBanner>
          {view.engineProblem.message} What is shown is how it was; it comes back by itself.
        </StaleBanner>
      )}
      {view.problem && (
        <div className={styles['failure']}>
          <ErrorDetails error={view.problem} />
        </div>
      )}
      {view.task === undefined && <MissingSecrets />}
      {view.task !== undefined ? <RunningTask id={view.task} /> : <LastFailure />}
    </div>
  );
}

/** The task that works on the stack now: how far, at what, and a way to end it. */
function RunningTask({ id }: { id: string }) {
  const { actions } = useStack();
  const followed = useFollowed('tasks.followOne', { id });
  const task = 'value' in followed ? followed.value : undefined;
  const progress = task && progressOf(task);
  return (
    <div className={styles['task']} role="status">
      <b>{task?.title ?? 'Working'}</b>
      {task && <Duration since={task.startedAt} />}
      <span className={styles['now']} title={progress?.now.join('\n')}>
        {progress?.now.join(' · ')}
      </span>
      {progress && progress.total > 0 && (
        <span className={styles['steps']}>
          {progress.done} of {progress.total}
        </span>
      )}
      {task?.cancellable && (
        <Button size="small" kind="quiet" onClick={() => actions.cancel(id)}>
          Cancel
        </Button>
      )}
      <div className={styles['bar']}>
        <Progress label={task?.title ?? 'Working'} value={progress?.value} />
      </div>
    </div>
  );
}

/** Failures that were put aside; a new one is told again. */
const seen = new Set<string>();

/** Why the last thing that was done to the stack failed, until it is put aside or something else is done. */
function LastFailure() {
  const { project, view, actions } = useStack();
  const followed = useFollowed('tasks.follow', { project, limit: 10 });
  const [, setSeen] = useState(0);
  const failure = 'value' in followed ? failureOf(followed.value) : undefined;
  if (!failure || seen.has(failure.task)) return null;
  const { task, title, error, remedies, retryable } = failure;
  const putAside = () => {
    seen.add(task);
    setSeen((count) => count + 1);
  };
  return (
    <section className={styles['failure']} aria-label={`${title} failed`}>
      <ErrorDetails error={error}>
        {remedies.map((remedy) => (
          <RemedyButton key={remedy} remedy={remedy} />
        ))}
        {troubled(view)
          .slice(0, 3)
          .map((service) => (
            <Button
              key={service}
              size="small"
              icon={ScrollText}
              onClick={() => goTo({ project, view: 'logs', filters: { service } })}
            >
              Logs of {service}
            </Button>
          ))}
        {retryable && (
          <Button size="small" icon={RotateCw} onClick={() => actions.retry(task)}>
            Try again
          </Button>
        )}
      </ErrorDetails>
      <IconButton
        size="small"
        icon={X}
        label="Put this aside"
        className={styles['aside']}
        onClick={putAside}
      />
    </section>
  );
}

function RemedyButton({ remedy }: { remedy: Remedy }) {
  const { actions } = useStack();
  switch (remedy) {
    case 'free-ports':
      return (
        <Button size="small" kind="primary" onClick={() => actions.up({ freePorts: true })}>
          Use free ports
        </Button>
      );
    case 'trust':
      return (
        <Button size="small" onClick={() => actions.open({ kind: 'trust', goOn: () => actions.up() })}>
          Look at what it asks for
        </Button>
      );
    case 'plan':
      return (
        <Button size="small" onClick={() => actions.open({ kind: 'plan', request: {} })}>
          Look at what would be lost
        </Button>
      );
  }
}
