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
import { whatCanBeDone } from '../model/verbs.ts';
import type { StackInView } from '../stack-context.ts';

/** Everything that can be done to one service, for its menu and the palette. */
export function serviceItems({ project, view, actions }: StackInView, service: ServiceView): MenuItem[] {
  const can = whatCanBeDone(view, [service]);
  const services = [service.name];
  const alone = { services };
  const go = (place: 'logs' | 'terminal' | 'files' | 'metrics') => () =>
    goTo({ project, view: place, filters: { service: service.name } });
  const isRunning = service.containers.some(({ state }) => state === 'running');
  return [
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
    { title: 'Logs', icon: ScrollText, separated: true, run: go('logs') },
    { title: 'Terminal', icon: SquareTerminal, disabled: !isRunning, run: go('terminal') },
    { title: 'Files', icon: FolderOpen, disabled: service.containers.length === 0, run: go('files') },
    { title: 'Metrics', icon: ChartLine, run: go('metrics') },
  ];
}
