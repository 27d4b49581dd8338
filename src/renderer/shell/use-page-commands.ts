import {
  FolderOpen,
  GitFork,
  Keyboard,
  Monitor,
  Moon,
  PanelBottom,
  PanelLeft,
  Plus,
  RotateCw,
  Search,
  Sun,
} from 'lucide-react';
import { type Command, useCommands } from '../commands/index.ts';
import { asLeft, connection, goTo, useFollowed, usePlace } from '../core/index.ts';
import { useLayout } from '../stores/layout.ts';
import { useOverlays } from '../stores/overlays.ts';
import { useProposal } from '../stores/proposal.ts';
import { useThemeChoice } from '../stores/theme.ts';
import { firstProjectView, machineViews, projectViews } from './registry.ts';

/** What can be done on every place of the page. */
export function usePageCommands(): void {
  const { project } = usePlace();
  useCommands([
    ...viewCommands(project),
    ...useProjectCommands(),
    ...useServiceCommands(project),
    ...useFrameCommands(),
  ]);
}

function viewCommands(project: string | undefined): Command[] {
  const ofProject = projectViews.map(
    ({ id, title, icon, keys, about }): Command => ({
      id: `go.${id}`,
      title,
      group: 'Go to',
      icon,
      keys,
      keywords: about,
      enabled: project !== undefined,
      run: () => project !== undefined && goTo(asLeft(project, id)),
    }),
  );
  const ofMachine = machineViews.map(
    ({ id, title, icon, keys, about }): Command => ({
      id: `go.${id}`,
      title,
      group: 'Go to',
      icon,
      keys,
      keywords: about,
      run: () => goTo({ view: id }),
    }),
  );
  return [...ofProject, ...ofMachine];
}

function useProjectCommands(): Command[] {
  const projects = useFollowed('projects.follow', {});
  const list = ('value' in projects && projects.value) || [];
  return list.map(({ id, name, folder }, index) => ({
    id: `project.open.${id}`,
    title: `Open ${name}`,
    group: 'Projects',
    icon: FolderOpen,
    keywords: folder,
    keys: index < 9 ? `g ${index + 1}` : undefined,
    run: () => goTo(asLeft(id, firstProjectView)),
  }));
}

/** The services of the project that is open. */
function useServiceCommands(project: string | undefined): Command[] {
  const stack = useFollowed('stacks.follow', project === undefined ? undefined : { project });
  const services = ('value' in stack && stack.value?.services) || [];
  return services.map(({ name, image }) => ({
    id: `service.show.${name}`,
    title: `Show ${name}`,
    group: 'Services',
    keywords: image,
    run: () => project !== undefined && goTo(serviceOf(project, name)),
  }));
}

function useFrameCommands(): Command[] {
  const { openPalette, openShortcuts } = useOverlays();
  const propose = useProposal((store) => store.propose);
  const choose = useThemeChoice((store) => store.choose);
  const { drawerOpen, setDrawer, toggleSideBar } = useLayout();
  const page = { group: 'Page' };
  const projects = { group: 'Projects' };
  return [
    {
      ...projects,
      id: 'projects.add',
      title: 'Open a folder…',
      icon: FolderOpen,
      keys: '$mod+o',
      keywords: 'add project',
      run: () => propose({ kind: 'add-folder' }),
    },
    {
      ...projects,
      id: 'projects.new',
      title: 'New project…',
      icon: Plus,
      keywords: 'template init propose',
      run: () => propose({ kind: 'new-project' }),
    },
    {
      ...projects,
      id: 'projects.clone',
      title: 'Clone a repository…',
      icon: GitFork,
      keywords: 'git url add project',
      run: () => propose({ kind: 'clone' }),
    },
    {
      ...page,
      id: 'page.palette',
      title: 'Do or find anything',
      icon: Search,
      keys: '$mod+k',
      hidden: true,
      run: openPalette,
    },
    {
      ...page,
      id: 'page.palette-everywhere',
      title: 'The same, from a terminal',
      keys: '$mod+Shift+p',
      hidden: true,
      run: openPalette,
    },
    {
      ...page,
      id: 'page.shortcuts',
      title: 'Show the shortcuts',
      icon: Keyboard,
      keys: '?',
      run: openShortcuts,
    },
    {
      ...page,
      id: 'page.side-bar',
      title: 'Show or hide the side bar',
      icon: PanelLeft,
      keys: '$mod+b',
      run: toggleSideBar,
    },
    {
      ...page,
      id: 'page.drawer',
      title: 'Show or hide the drawer',
      icon: PanelBottom,
      keys: '$mod+j',
      run: () => setDrawer({ open: !drawerOpen }),
    },
    {
      ...page,
      id: 'page.theme.system',
      title: 'Theme: as the system',
      icon: Monitor,
      run: () => choose('system'),
    },
    { ...page, id: 'page.theme.light', title: 'Theme: light', icon: Sun, run: () => choose('light') },
    { ...page, id: 'page.theme.dark', title: 'Theme: dark', icon: Moon, run: () => choose('dark') },
    {
      ...page,
      id: 'page.reconnect',
      title: 'Reconnect to the core',
      icon: RotateCw,
      run: () => connection.retry(),
    },
  ];
}

/** A service in the stack, as graph or table, whichever was looked at last. */
function serviceOf(project: string, service: string) {
  const stack = asLeft(project, 'stack');
  return { ...stack, filters: { ...stack.filters, service, find: undefined } };
}
