import type { ProjectSummary } from '../../shared/contract/index.ts';
import type { TaskSnapshot } from '../../shared/index.ts';
import { Duration, formatBytes, formatPercent, StateDot, sentence } from '../components/index.ts';
import { hrefTo, useFollowed, useHello, usePlace } from '../core/index.ts';
import styles from './foot.module.css';

/** What goes on now. */
export function Foot() {
  const { project: id } = usePlace();
  const followed = useFollowed('projects.follow', {});
  const projects = ('value' in followed && followed.value) || [];
  const project = projects.find((one) => one.id === id);
  return (
    <footer className={styles['foot']}>
      <Running />
      {project && <Ready project={project} />}
      <span className={styles['space']} />
      <Load projects={project ? [project] : projects} />
      <Version />
    </footer>
  );
}

function Running() {
  const tasks = useFollowed('tasks.follow', { limit: 100 });
  const running = (('value' in tasks && tasks.value) || []).filter(({ state }) => state === 'running');
  const [first] = running;
  if (!first) return <span>Nothing is going on</span>;
  return (
    <a className={styles['task']} href={hrefTo({ view: 'tasks', filters: { task: first.id } })}>
      <StateDot tone="wait" busy />
      <span className={styles['text']}>
        {sentence(first.title)}
        {wordsOf(first)}
      </span>
      <Duration since={first.startedAt} />
      {running.length > 1 && <span>and {running.length - 1} more</span>}
    </a>
  );
}

/** Steps stand in the order in which they wait for each other: the first that runs is what all wait for. */
function wordsOf(task: TaskSnapshot): string {
  const step = task.progress.find(
    ({ id, state }) => state === 'running' && !task.progress.some(({ parent }) => parent === id),
  );
  return step ? `: ${step.title} ${step.text ?? ''}` : '';
}

function Ready({ project }: { project: ProjectSummary }) {
  const { total, ready, failed, waiting } = project.services;
  if (project.state === 'unknown') return <span>not known whether it is up</span>;
  if (project.state === 'absent' && ready === 0) return <span>not up</span>;
  const more = [failed > 0 && `${failed} failed`, waiting > 0 && `${waiting} waiting`].filter(Boolean);
  return <span>{[`${ready} of ${total} ready`, ...more].join(' · ')}</span>;
}

function Load({ projects }: { projects: readonly ProjectSummary[] }) {
  const loads = projects.flatMap(({ load }) => (load ? [load] : []));
  if (loads.length === 0) return null;
  const cpu = loads.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0);
  const memory = loads.reduce((sum, { memoryUsed }) => sum + memoryUsed, 0);
  return (
    <span>
      CPU {formatPercent(cpu)} · {formatBytes(memory)} memory
    </span>
  );
}

function Version() {
  const hello = useHello();
  return hello ? <span title={`Core ${hello.core.id}, pid ${hello.core.pid}`}>{hello.version}</span> : null;
}
