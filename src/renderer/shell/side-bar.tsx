import { FolderPlus, LayoutGrid } from 'lucide-react';
import { memo } from 'react';
import type { ProjectSummary } from '../../shared/contract/index.ts';
import { classNames, FollowedContent, Skeleton, StateDot, toneOfStack } from '../components/index.ts';
import { hrefTo, useFollowed, usePlace } from '../core/index.ts';
import { useProposal } from '../stores/proposal.ts';
import { firstProjectView, machineViews } from './registry.ts';
import styles from './side-bar.module.css';
import { useBadges } from './use-badges.ts';

export function SideBar() {
  const projects = useFollowed('projects.follow', {});
  return (
    <nav className={styles['nav']} aria-label="Projects and views">
      <MachineLinks ids={['projects']} />
      <div className={styles['projects']}>
        <FollowedContent followed={projects} skeleton={<ProjectsSkeleton />}>
          {(list) => <ProjectLinks projects={list} />}
        </FollowedContent>
      </div>
      <h2 className={styles['group']}>This machine</h2>
      <MachineLinks />
    </nav>
  );
}

function ProjectLinks({ projects }: { projects: readonly ProjectSummary[] }) {
  const propose = useProposal((store) => store.propose);
  const opened = projects.filter((project) => project.kind === 'opened');
  const seen = projects.filter((project) => project.kind === 'seen');
  return (
    <>
      {opened.map((project) => (
        <ProjectLink key={project.id} project={project} />
      ))}
      <button type="button" className={styles['add']} onClick={() => propose({ kind: 'add-folder' })}>
        <FolderPlus size={14} aria-hidden />
        Open a folder…
      </button>
      {seen.length > 0 && <h2 className={styles['group']}>Seen on the engine</h2>}
      {seen.map((project) => (
        <ProjectLink key={project.id} project={project} />
      ))}
    </>
  );
}

const ProjectLink = memo(({ project }: { project: ProjectSummary }) => {
  const place = usePlace();
  const current = place.project === project.id;
  const { total, ready, failed } = project.services;
  const isKnown = project.state !== 'absent' && project.state !== 'unknown';
  const view = (current && place.view) || firstProjectView;
  return (
    <a
      className={classNames(styles['link'], current && styles['current'])}
      aria-current={current ? 'page' : undefined}
      href={hrefTo({ project: project.id, view })}
      title={project.folder ?? project.name}
    >
      <StateDot tone={project.problem ? 'bad' : toneOfStack(project)} busy={project.task !== undefined} />
      <span className={styles['name']}>{project.name}</span>
      <small>
        {failed > 0 ? `${failed} failed` : isKnown ? `${ready}/${total}` : '–'}
        <span className="visually-hidden">{failed > 0 ? '' : isKnown ? ' ready' : ''}</span>
      </small>
    </a>
  );
});

/** Of these views, or of all but the projects. */
function MachineLinks({ ids }: { ids?: readonly string[] }) {
  const place = usePlace();
  const badges = useBadges();
  const views = machineViews.filter(({ id }) => (ids ? ids.includes(id) : id !== 'projects'));
  return views.map(({ id, title, icon: Icon = LayoutGrid }) => {
    const current = place.project === undefined && place.view === id;
    return (
      <a
        key={id}
        className={classNames(styles['link'], current && styles['current'])}
        aria-current={current ? 'page' : undefined}
        href={hrefTo({ view: id })}
      >
        <Icon size={14} aria-hidden />
        <span className={styles['name']}>{title}</span>
        {badges[id] !== undefined && <small>{badges[id]}</small>}
      </a>
    );
  });
}

function ProjectsSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height="22px" lines={3} />
    </div>
  );
}
