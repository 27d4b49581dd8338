import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { ProjectSummary } from '../../shared/contract/index.ts';
import { FailedState } from '../components/index.ts';
import { type Followed, hrefTo, useFollowed } from '../core/index.ts';
import { useLayout } from '../stores/layout.ts';
import { Drawer, DrawerBar, hasDrawer } from './drawer.tsx';
import { NothingHere } from './nothing-here.tsx';
import { ProjectHead } from './project-head.tsx';
import styles from './project-place.module.css';
import { findProjectView } from './registry.ts';
import shell from './shell.module.css';
import { useTitle } from './use-title.ts';
import { ViewFrame } from './view-frame.tsx';

interface ProjectPlaceProps {
  /** The project's id. */
  project: string;
  view: string;
}

/** A project: its head, the view that is open, and the drawer below. */
export function ProjectPlace({ project, view: id }: ProjectPlaceProps) {
  const projects = useFollowed('projects.follow', {});
  const summary = find(projects, project);
  const view = findProjectView(id);
  const drawerOpen = useLayout((layout) => layout.drawerOpen);
  const layout = useDefaultLayout({ id: 'blockyard:project', storage: localStorage });
  useTitle(view?.title, summary?.name);

  if (!view) return <NothingHere />;
  if (!summary && projects.state === 'live') return <UnknownProject />;
  const View = view.component;
  const drawer = hasDrawer(id);
  return (
    <div className={styles['project']}>
      <ProjectHead project={project} summary={summary} view={id} />
      <Group
        orientation="vertical"
        defaultLayout={layout.defaultLayout}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="view" minSize={160}>
          <div className={styles['view']}>
            <ViewFrame of={`${project} ${id}`}>
              <View key={project} project={project} />
            </ViewFrame>
          </div>
        </Panel>
        {drawer && drawerOpen && (
          <>
            <Separator className={shell['level'] ?? ''} aria-label="Height of the drawer" />
            <Panel id="drawer" defaultSize={240} minSize={120} groupResizeBehavior="preserve-pixel-size">
              <Drawer project={project} />
            </Panel>
          </>
        )}
      </Group>
      {drawer && !drawerOpen && <DrawerBar />}
    </div>
  );
}

function find(projects: Followed<ProjectSummary[]>, id: string): ProjectSummary | undefined {
  return 'value' in projects ? projects.value?.find((project) => project.id === id) : undefined;
}

function UnknownProject() {
  return (
    <FailedState
      error={{
        code: 'project-not-found',
        message: 'This project is not known here.',
        remedy: 'It was forgotten, or its stack is gone from the engine. Open its folder again.',
      }}
    >
      <a href={hrefTo({ view: 'projects' })}>Go to the projects</a>
    </FailedState>
  );
}
