import { ListChecks } from 'lucide-react';
import {
  EmptyState,
  FollowedContent,
  Page,
  SearchField,
  Segmented,
  Skeleton,
} from '../../components/index.ts';
import { useFilter, useFollowed } from '../../core/index.ts';
import { type HistoryFilter, type ListedTask, matchTasks } from './match-tasks.ts';
import { TaskCard } from './task-card.tsx';
import styles from './tasks-view.module.css';

const outcomes = [
  { value: 'all', title: 'All' },
  { value: 'running', title: 'Running' },
  { value: 'failed', title: 'Failed' },
] as const satisfies { value: HistoryFilter['outcome']; title: string }[];

export default function TasksView() {
  const tasks = useFollowed('tasks.follow', { limit: 100 });
  const [text, setText] = useFilter('find');
  const [outcome, setOutcome] = useFilter('outcome');
  const filter: HistoryFilter = {
    text,
    outcome: outcome === 'failed' || outcome === 'running' ? outcome : 'all',
  };
  return (
    <Page
      title="Tasks"
      about="Everything that takes long: of this window, of others, and of the command line."
      actions={
        <>
          <Segmented
            label="Which tasks"
            value={filter.outcome}
            options={outcomes}
            onChange={(next) => setOutcome(next === 'all' ? '' : next)}
          />
          <SearchField label="Find in titles" value={text} onChange={setText} />
        </>
      }
    >
      <FollowedContent followed={tasks} skeleton={<Skeleton height="60px" lines={4} />}>
        {(list, fresh) => <Lists tasks={matchTasks(list, filter)} any={list.length > 0} fresh={fresh} />}
      </FollowedContent>
    </Page>
  );
}

interface ListsProps {
  tasks: readonly ListedTask[];
  any: boolean;
  /** Else what runs is how it was: nothing can be cancelled. */
  fresh: boolean;
}

function Lists({ tasks, any, fresh }: ListsProps) {
  const [opened, setOpened] = useFilter('task');
  if (tasks.length === 0)
    return (
      <EmptyState
        icon={ListChecks}
        text={
          any
            ? 'No task is like that: change the filter above.'
            : 'No task has run yet. Bring a stack up, and it stands here.'
        }
      />
    );
  const running = tasks.filter(({ state }) => state === 'running');
  const ended = tasks.filter(({ state }) => state !== 'running');
  const card = (task: ListedTask) => (
    <TaskCard
      key={task.id}
      task={task}
      fresh={fresh}
      open={task.state === 'running' || task.id === opened}
      onToggle={() => setOpened(task.id === opened ? '' : task.id)}
    />
  );
  return (
    <>
      {running.length > 0 && (
        <ul className={styles['list']} aria-label="Running tasks">
          {running.map(card)}
        </ul>
      )}
      {ended.length > 0 && (
        <section className={styles['ended']}>
          <h2>Ended</h2>
          <ul className={styles['list']} aria-label="Ended tasks">
            {ended.map(card)}
          </ul>
        </section>
      )}
    </>
  );
}
