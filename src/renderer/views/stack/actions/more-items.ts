import {
  Download,
  Eye,
  FileCode,
  Hammer,
  Play,
  Plug,
  RefreshCw,
  ShieldAlert,
  Square,
  Trash2,
} from 'lucide-react';
import type { MenuItem } from '../../../components/index.ts';
import { whatCanBeDone } from '../model/verbs.ts';
import type { StackInView } from '../stack-context.ts';

/** What is wanted less often, for the whole stack. */
export function moreItems({ view, actions }: StackInView): MenuItem[] {
  const can = whatCanBeDone(view, view.services);
  const hasOrphans = view.services.some(({ state }) => state === 'orphan');
  return [
    {
      title: 'Show the plan',
      icon: Eye,
      keys: 'p',
      disabled: !can.up,
      run: () => actions.open({ kind: 'plan', request: {} }),
    },
    { title: 'Start', icon: Play, separated: true, disabled: !can.start, run: () => actions.plain('start') },
    { title: 'Stop', icon: Square, disabled: !can.stop, run: () => actions.plain('stop') },
    {
      title: 'Rebuild images',
      icon: Hammer,
      keys: 'b',
      separated: true,
      disabled: !can.rebuild,
      run: () => actions.plain('rebuild'),
    },
    { title: 'Pull images', icon: Download, disabled: !can.pull, run: () => actions.plain('pull') },
    {
      title: 'Recreate all containers',
      icon: RefreshCw,
      disabled: !can.up,
      run: () => actions.up({ forceRecreate: true }),
    },
    {
      title: 'Up with free ports',
      icon: Plug,
      disabled: !can.up,
      run: () => actions.up({ freePorts: true }),
    },
    {
      title: 'Remove orphans',
      icon: Trash2,
      disabled: !can.up || !hasOrphans,
      run: () => actions.up({ removeOrphans: true }),
    },
    {
      title: 'Guardrails',
      icon: ShieldAlert,
      separated: true,
      keys: 'h',
      disabled: view.problem !== undefined,
      run: () => actions.open({ kind: 'guardrails' }),
    },
    {
      title: 'Configuration as YAML',
      icon: FileCode,
      keys: 'y',
      disabled: view.problem !== undefined,
      run: () => actions.open({ kind: 'config' }),
    },
  ];
}
