import { lazy, Suspense, useEffect, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useConnection, usePlace, useRememberedFilters } from '../core/index.ts';
import { useLayout } from '../stores/layout.ts';
import { useProposal } from '../stores/proposal.ts';
import { Banners } from './banners.tsx';
import { Foot } from './foot.tsx';
import { Header } from './header.tsx';
import { MachinePlace } from './machine-place.tsx';
import { Palette } from './palette.tsx';
import { ProjectPlace } from './project-place.tsx';
import styles from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { ShutOut } from './shut-out.tsx';
import { SideBar } from './side-bar.tsx';
import { useDesktop } from './use-desktop.ts';
import { usePageCommands } from './use-page-commands.ts';

const Proposals = lazy(() =>
  import('../views/projects/proposals.tsx').then(({ Proposals: component }) => ({ default: component })),
);

/** The frame around every view: where am I, what is there, what goes on now. */
export function Shell() {
  const connection = useConnection();
  if (connection.state === 'incompatible' || connection.state === 'locked-out')
    return <ShutOut error={connection.error} />;
  return <Workbench />;
}

function Workbench() {
  const { project, view } = usePlace();
  const sideBarOpen = useLayout((layout) => layout.sideBarOpen);
  const main = useFocusOnChange(`${project ?? ''}/${view ?? ''}`);
  const proposed = useProposal(({ proposal }) => proposal !== undefined);
  const layout = useDefaultLayout({ id: 'blockyard:frame', storage: localStorage });
  return (
    <div className={styles['shell']}>
      <button type="button" className={styles['skip']} onClick={() => main.current?.focus()}>
        Skip to the view
      </button>
      <Header />
      <Banners />
      <Group
        className={styles['middle'] ?? ''}
        defaultLayout={layout.defaultLayout}
        onLayoutChanged={layout.onLayoutChanged}
      >
        {sideBarOpen && (
          <>
            <Panel
              id="side"
              defaultSize={216}
              minSize={168}
              maxSize={360}
              groupResizeBehavior="preserve-pixel-size"
            >
              <SideBar />
            </Panel>
            <Separator className={styles['upright'] ?? ''} title="Width of the side bar" />
          </>
        )}
        <Panel id="main" minSize={400}>
          <main className={styles['main']} ref={main} tabIndex={-1}>
            {project !== undefined && view !== undefined && <ProjectPlace project={project} view={view} />}
            {project === undefined && view !== undefined && <MachinePlace view={view} />}
          </main>
        </Panel>
      </Group>
      <Foot />
      <PageWork />
      <Palette />
      <Shortcuts />
      <Suspense>{proposed && <Proposals />}</Suspense>
    </div>
  );
}

/** Shows nothing; apart, so that the frame is not drawn anew with each change of what can be done. */
function PageWork() {
  useDesktop();
  useRememberedFilters();
  usePageCommands();
  return null;
}

/** After a change of place the next Tab leads into the view, and readers hear where they are. */
function useFocusOnChange(place: string) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of place that counts
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return main;
}
