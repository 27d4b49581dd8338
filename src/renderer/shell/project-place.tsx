import { useEffect, useMemo, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { FailedState } from '../components/index.ts';
import { hrefTo, useFollowed } from '../core/index.ts';
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
  const known = useKnown(project);
  const view = findProjectView(id);
  const drawerOpen = useLayout((layout) => layout.drawerOpen);
  const layout = useDefaultLayout({ id: 'blockyard:project', storage: localStorage });
  // What is followed here changes every second; the view is to be drawn anew by its own changes alone.
  const shown = useMemo(() => view && <view.component key={project} project={project} />, [view, project]);
  useTitle(view?.title, known.name);

  if (!view) return <NothingHere />;
  if (known.missing) return <UnknownProject />;
  const drawer = hasDrawer(id);
  return (
    <div className={styles['project']}>
      <ProjectHead project={project} view={id} />
      <Group
        orientation="vertical"
        defaultLayout={layout.defaultLayout}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="view" minSize={160}>
          <div className={styles['view']}>
            <ViewFrame of={`${project} ${id}`}>{shown}</ViewFrame>
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

function useKnown(id: string): { name: string | undefined; missing: boolean } {
  const projects = useFollowed('projects.follow', {});
  const project = 'value' in projects ? projects.value?.find((one) => one.id === id) : undefined;
  const absent = !project && projects.state === 'live';
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(false);
    // One that was opened just now is told of in a moment.
    const timer = absent ? setTimeout(() => setMissing(true), 1_000) : undefined;
    return () => clearTimeout(timer);
  }, [absent]);
  return { name: project?.name, missing };
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
