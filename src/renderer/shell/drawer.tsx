import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ComponentType, memo } from 'react';
import { IconButton } from '../components/index.ts';
import { useLayout } from '../stores/layout.ts';
import { LogsPanel } from '../views/logs/index.ts';
import type { ProjectViewProps } from '../views/view.ts';
import { ActivityList } from './activity-list.tsx';
import styles from './drawer.module.css';
import { findProjectView } from './registry.ts';
import { ViewFrame } from './view-frame.tsx';

interface DrawerTab {
  id: string;
  title: string;
  component: ComponentType<ProjectViewProps>;
}

const terminal = findProjectView('terminal');

const tabs: readonly DrawerTab[] = [
  { id: 'logs', title: 'Logs', component: LogsPanel },
  ...(terminal ? [{ id: terminal.id, title: terminal.title, component: terminal.component }] : []),
  { id: 'activity', title: 'Activity', component: ActivityList },
];

/** What is in the drawer anyway needs none below it. */
export function hasDrawer(view: string): boolean {
  return view !== 'logs' && view !== 'terminal';
}

export function DrawerBar() {
  const { drawerOpen, drawerTab, setDrawer } = useLayout();
  const current = tabOf(drawerTab);
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Drawer">
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className={styles['tab']}
          aria-pressed={drawerOpen && id === current.id}
          onClick={() => setDrawer({ open: !(drawerOpen && id === current.id), tab: id })}
        >
          {title}
        </button>
      ))}
      <IconButton
        icon={drawerOpen ? ChevronDown : ChevronUp}
        label={drawerOpen ? 'Close the drawer' : 'Open the drawer'}
        keys="$mod+j"
        size="small"
        className={styles['toggle'] ?? ''}
        onClick={() => setDrawer({ open: !drawerOpen })}
      />
    </div>
  );
}

/** Logs, a terminal or what happened, below whichever view is open. */
export const Drawer = memo(({ project }: ProjectViewProps) => {
  const drawerTab = useLayout((layout) => layout.drawerTab);
  const { id, title, component: Content } = tabOf(drawerTab);
  return (
    <section className={styles['drawer']} aria-label={`Drawer: ${title}`}>
      <DrawerBar />
      <div className={styles['content']}>
        <ViewFrame of={`${project} ${id}`}>
          <Content key={project} project={project} />
        </ViewFrame>
      </div>
    </section>
  );
});

function tabOf(id: string): DrawerTab {
  return tabs.find((tab) => tab.id === id) ?? (tabs[0] as DrawerTab);
}
