import {
  ArrowUp,
  ChartLine,
  Download,
  FolderOpen,
  Hammer,
  Play,
  RefreshCw,
  RotateCcw,
  ScrollText,
  Square,
  SquareTerminal,
} from 'lucide-react';
import type { ServiceView } from '../../../../shared/contract/index.ts';
import type { MenuItem } from '../../../components/index.ts';
import { goTo } from '../../../core/index.ts';
import { views } from '../../index.ts';
import { whatCanBeDone } from '../model/verbs.ts';
import type { StackInView } from '../stack-context.ts';

/** Everything that can be done to one service, for its menu and the palette. */
export function serviceItems({ project, view, actions }: StackInView, service: ServiceView): MenuItem[] {
  const can = whatCanBeDone(view, [service]);
  const services = [service.name];
  const alone = { services };
  const go = (place: string) => goTo({ project, view: place, filters: { service: service.name } });
  const isRunning = service.containers.some(({ state }) => state === 'running');
  const items: MenuItem[] = [
    { title: 'Up, with what it needs', icon: ArrowUp, disabled: !can.up, run: () => actions.up(alone) },
    { title: 'Start', icon: Play, disabled: !can.start, run: () => actions.plain('start', services) },
    { title: 'Stop', icon: Square, disabled: !can.stop, run: () => actions.plain('stop', services) },
    {
      title: 'Restart',
      icon: RotateCcw,
      disabled: !can.restart,
      run: () => actions.plain('restart', services),
    },
    {
      title: 'Rebuild',
      icon: Hammer,
      separated: true,
      disabled: !can.rebuild,
      run: () => actions.plain('rebuild', services),
    },
    { title: 'Pull', icon: Download, disabled: !can.pull, run: () => actions.plain('pull', services) },
    {
      title: 'Recreate',
      icon: RefreshCw,
      disabled: !can.up,
      run: () => actions.up({ ...alone, forceRecreate: true }),
    },
  ];
  const places = [
    { place: 'logs', title: 'Logs', icon: ScrollText, possible: true },
    { place: 'terminal', title: 'Terminal', icon: SquareTerminal, possible: isRunning },
    { place: 'files', title: 'Files', icon: FolderOpen, possible: service.containers.length > 0 },
    { place: 'metrics', title: 'Metrics', icon: ChartLine, possible: true },
  ];
  for (const { place, title, icon, possible } of places)
    if (views.some(({ id }) => id === place))
      items.push({ title, icon, separated: place === 'logs', disabled: !possible, run: () => go(place) });
  return items;
}
