import { ArrowUp, Eye, RotateCcw, Square } from 'lucide-react';
import { type Command, useCommands } from '../../../commands/index.ts';
import { plainText } from '../../../components/index.ts';
import { whatCanBeDone } from '../model/verbs.ts';
import type { StackInView } from '../stack-context.ts';
import { moreItems } from './more-items.ts';
import { serviceItems } from './service-items.ts';

const few = 20;

interface Looks {
  /** Which of the two ways of looking is not open, and how to get there. */
  other: 'graph' | 'table';
  look: () => void;
  /** To the search field. */
  search: () => void;
}

/** Everything in the view by its name and, where it is wanted often, by a key. */
export function useStackCommands(stack: StackInView, selected: string | undefined, looks: Looks): void {
  const { view, actions } = stack;
  const name = plainText(view.project.name, 40);
  const can = whatCanBeDone(view, view.services);
  const group = 'Stack';
  const commands: Command[] = [
    {
      id: 'stack.up',
      title: `Bring up ${name}`,
      group,
      icon: ArrowUp,
      keys: 'u',
      keywords: 'start apply changes',
      enabled: can.up,
      run: () => actions.up(),
    },
    {
      id: 'stack.down',
      title: `Take down ${name}`,
      group,
      icon: Square,
      keys: 'd',
      keywords: 'remove volumes',
      enabled: can.down,
      run: () => actions.open({ kind: 'down' }),
    },
    {
      id: 'stack.restart',
      title: `Restart ${name}`,
      group,
      icon: RotateCcw,
      keys: 'r',
      enabled: can.restart,
      run: () => actions.plain('restart'),
    },
    {
      id: 'stack.watch',
      title: view.watchTask ? `Stop watching the files of ${name}` : `Watch the files of ${name}`,
      group,
      icon: Eye,
      keys: 'w',
      enabled: can.up || view.watchTask !== undefined,
      run: actions.toggleWatch,
    },
    { id: 'stack.look', title: `Show as ${looks.other}`, group, keys: 't', run: looks.look },
    { id: 'stack.search', title: 'Find a service', group, keys: '/', run: looks.search },
    ...moreItems(stack).map((item) => ({
      id: `stack.${slug(item.title)}`,
      title: item.title,
      group,
      icon: item.icon,
      keys: item.keys,
      enabled: item.disabled !== true,
      run: item.run,
    })),
  ];
  if (view.task !== undefined) {
    const { task } = view;
    commands.push({
      id: 'stack.cancel',
      title: `Cancel what is done to ${name}`,
      group,
      run: () => actions.cancel(task),
    });
  }
  // Of a large stack only those of the chosen service: thousands of commands help nobody.
  const isLarge = view.services.length > few;
  const chosen = view.services.filter(({ name: one }) => !isLarge || one === selected);
  for (const one of chosen)
    for (const item of serviceItems(stack, one))
      commands.push({
        id: `service.${one.name}.${slug(item.title)}`,
        title: `${item.title}: ${plainText(one.name, 60)}`,
        group: 'Services',
        icon: item.icon,
        enabled: item.disabled !== true,
        run: item.run,
      });
  useCommands(commands);
}

function slug(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, '-');
}
