import { GitBranch } from 'lucide-react';
import type { ProjectSummary } from '../../shared/contract/index.ts';
import { Chip, classNames, giveHeadSlot, Skeleton, StateDot, toneOfStack } from '../components/index.ts';
import { asLeft, hrefTo, useFollowed, useHello } from '../core/index.ts';
import styles from './project-head.module.css';
import { projectViews } from './registry.ts';

interface ProjectHeadProps {
  project: string;
  view: string;
}

export function ProjectHead({ project, view }: ProjectHeadProps) {
  const projects = useFollowed('projects.follow', {});
  const summary = 'value' in projects ? projects.value?.find(({ id }) => id === project) : undefined;
  return (
    <header className={styles['head']}>
      <div className={styles['row']}>
        {summary ? <Name summary={summary} /> : <Skeleton width="16ch" height="26px" />}
        <div className={styles['actions']} ref={giveHeadSlot} />
      </div>
      <nav className={styles['tabs']} aria-label="Views of the project">
        {projectViews.map(({ id, title }) => (
          <a
            key={id}
            className={classNames(styles['tab'], id === view && styles['current'])}
            aria-current={id === view ? 'page' : undefined}
            // The open one stays as it is; its address is of when it was last drawn.
            href={hrefTo(asLeft(project, id))}
            onClick={(event) => id === view && event.preventDefault()}
          >
            {title}
            {id === 'stack' && summary && <b>{summary.services.total}</b>}
          </a>
        ))}
      </nav>
    </header>
  );
}

function Name({ summary }: { summary: ProjectSummary }) {
  const home = useHello()?.home;
  const { name, branch, folder } = summary;
  return (
    <>
      <StateDot tone={summary.problem ? 'bad' : toneOfStack(summary)} busy={summary.task !== undefined} />
      <h1 title={name}>{name}</h1>
      {branch && (
        <Chip title={`Branch ${branch}`}>
          <GitBranch size={12} aria-hidden />
          {branch}
        </Chip>
      )}
      {folder ? (
        <span className={styles['folder']} title={folder}>
          {shorten(folder, home)}
        </span>
      ) : (
        <Chip>seen on the engine</Chip>
      )}
    </>
  );
}

function shorten(folder: string, home: string | undefined): string {
  return home && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
