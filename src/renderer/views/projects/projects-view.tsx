import { FolderOpen, GitFork, Plus } from 'lucide-react';
import type { EngineStatus, ProjectSummary } from '../../../shared/contract/index.ts';
import { Button, FollowedContent, Page, Panel, Skeleton } from '../../components/index.ts';
import { useFollowed } from '../../core/index.ts';
import { useProposal } from '../../stores/proposal.ts';
import { FirstRun } from './first-run.tsx';
import { NoEngine } from './no-engine.tsx';
import { ProjectRow } from './project-row.tsx';
import styles from './projects-view.module.css';

export default function ProjectsView() {
  const projects = useFollowed('projects.follow', {});
  const engine = useFollowed('engines.follow', {});
  const missing = missingEngine('value' in engine ? engine.value : undefined);
  const propose = useProposal((store) => store.propose);
  return (
    <Page
      title="Projects"
      about="Folders with a Compose file or a blockyard.yaml, and what else runs on the engine."
      actions={
        <>
          <Button icon={GitFork} onClick={() => propose({ kind: 'clone' })}>
            Clone…
          </Button>
          <Button icon={Plus} onClick={() => propose({ kind: 'new-project' })}>
            New project…
          </Button>
          <Button icon={FolderOpen} onClick={() => propose({ kind: 'add-folder' })}>
            Open a folder…
          </Button>
        </>
      }
    >
      {missing && <NoEngine status={missing} />}
      <FollowedContent followed={projects} skeleton={<Skeleton height="56px" lines={4} />}>
        {(list) => <Lists projects={list} />}
      </FollowedContent>
    </Page>
  );
}

function Lists({ projects }: { projects: readonly ProjectSummary[] }) {
  const opened = projects.filter(({ kind }) => kind === 'opened');
  const seen = projects.filter(({ kind }) => kind === 'seen');
  return (
    <>
      {opened.length === 0 ? <FirstRun /> : <List label="Opened projects" projects={opened} />}
      {seen.length > 0 && (
        <>
          <div className={styles['seen']}>
            <h2>Seen on the engine</h2>
            <p>Stacks that somebody else brought up. Open their folder to work on them.</p>
          </div>
          <List label="Stacks seen on the engine" projects={seen} />
        </>
      )}
    </>
  );
}

function List({ label, projects }: { label: string; projects: readonly ProjectSummary[] }) {
  return (
    <Panel flush>
      <ul className={styles['list']} aria-label={label}>
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} />
        ))}
      </ul>
    </Panel>
  );
}

/** There is none, and none was there since the core started: how to get one is more use than that it is away. */
function missingEngine(status: EngineStatus | undefined) {
  return status?.state === 'away' && !status.info ? status : undefined;
}
