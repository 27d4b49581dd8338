import { Boxes } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { StackView as StackState } from '../../../shared/contract/index.ts';
import type { Plan } from '../../../shared/index.ts';
import { Button, EmptyState, FollowedContent, Keys, plural } from '../../components/index.ts';
import { useFilter, useFollowed } from '../../core/index.ts';
import type { ProjectViewProps } from '../view.ts';
import { HeadButtons } from './actions/head-buttons.tsx';
import { useIdlePlan } from './actions/use-plan.ts';
import { type StackActions, useStackActions } from './actions/use-stack-actions.ts';
import { useStackCommands } from './actions/use-stack-commands.ts';
import { Banners } from './banners.tsx';
import { Dialogs } from './dialogs/dialogs.tsx';
import { StackGraph } from './graph/stack-graph.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { readSorting, writeSorting } from './model/table.ts';
import { whatCanBeDone } from './model/verbs.ts';
import { StackContext, type StackInView, useStack } from './stack-context.ts';
import { StackSkeleton } from './stack-skeleton.tsx';
import styles from './stack-view.module.css';
import { ServiceTable } from './table/service-table.tsx';
import { type Look, Toolbar } from './toolbar.tsx';

/** Is it up, and if not, why? The services as a graph or a table, with all that can be done to them. */
export default function StackView({ project }: ProjectViewProps) {
  const followed = useFollowed('stacks.follow', { project });
  const known = 'value' in followed ? followed.value : undefined;
  const actions = useStackActions(project, known);
  const plan = useIdlePlan(project, followed.state === 'live' ? known : undefined);
  return (
    <FollowedContent followed={followed} skeleton={<StackSkeleton />}>
      {(view) => <Stack project={project} view={view} actions={actions} plan={plan} />}
    </FollowedContent>
  );
}

interface StackProps {
  project: string;
  view: StackState;
  actions: StackActions;
  plan: Plan | undefined;
}

function Stack({ project, view, actions, plan }: StackProps) {
  const [selected, setSelected] = useFilter('service');
  const [look, setLook] = useLook();
  const [filter, setFilter] = useFilter('find');
  const [sort, setSort] = useFilter('sort');
  const field = useRef<HTMLInputElement>(null);
  const select = useCallback((service: string | undefined) => setSelected(service ?? ''), [setSelected]);
  const stack: StackInView = useMemo(
    () => ({ project, view, actions, plan, select }),
    [project, view, actions, plan, select],
  );
  const other = look === 'graph' ? 'table' : 'graph';
  useStackCommands(stack, selected || undefined, {
    other,
    look: () => setLook(other),
    search: () => field.current?.focus(),
  });
  const layout = useDefaultLayout({ id: 'blockyard:stack', storage: localStorage });
  const shown = { services: view.services, filter, selected: selected || undefined, onSelect: select };

  return (
    <StackContext value={stack}>
      <HeadButtons />
      <div className={styles['view']}>
        <Banners />
        <Group
          className={styles['middle'] ?? ''}
          defaultLayout={layout.defaultLayout}
          onLayoutChanged={layout.onLayoutChanged}
        >
          <Panel id="services" minSize={320}>
            <div className={styles['services']}>
              <Toolbar look={look} onLook={setLook} filter={filter} onFilter={setFilter} field={field} />
              <div className={styles['stage']}>
                {view.services.length === 0 ? (
                  <NoServices />
                ) : look === 'graph' ? (
                  <StackGraph key={project} {...shown} />
                ) : (
                  <ServiceTable
                    {...shown}
                    sorting={readSorting(sort)}
                    onSort={(sorting) => setSort(writeSorting(sorting))}
                  />
                )}
                {view.state === 'absent' && <FirstUp />}
              </div>
            </div>
          </Panel>
          <Separator className={styles['separator'] ?? ''} aria-label="Width of the inspector" />
          <Panel
            id="inspector"
            defaultSize={316}
            minSize={240}
            maxSize={560}
            groupResizeBehavior="preserve-pixel-size"
          >
            <Inspector selected={selected || undefined} />
          </Panel>
        </Group>
      </div>
      <Dialogs />
    </StackContext>
  );
}

/** The graph, unless the address asks for the table. */
function useLook(): [Look, (look: Look) => void] {
  const [asked, ask] = useFilter('as');
  return [asked === 'table' ? 'table' : 'graph', (look) => ask(look === 'table' ? 'table' : '')];
}

function NoServices() {
  const { view } = useStack();
  return (
    <EmptyState
      icon={Boxes}
      text={
        view.problem
          ? 'Nothing runs, and the files do not load: mend what is said above, and the services appear here.'
          : 'The files name no services yet: add one to them, and it appears here.'
      }
    />
  );
}

/** Teaches the one step that comes first. */
function FirstUp() {
  const { view, actions } = useStack();
  const total = view.services.filter(({ active }) => active).length;
  const can = whatCanBeDone(view, view.services);
  if (total === 0 || view.problem) return null;
  return (
    <div className={styles['first']}>
      <p>Nothing runs yet. Up creates {plural(total, 'service')}, each once what it needs is ready.</p>
      <Button kind="primary" disabled={!can.up} pending={actions.pending} onClick={() => actions.up()}>
        Up
      </Button>
      <Keys of="u" />
    </div>
  );
}
