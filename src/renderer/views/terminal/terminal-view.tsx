import { Ellipsis, Plus, SquareTerminal, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TerminalView as TerminalState } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  EmptyState,
  FailedState,
  IconButton,
  Menu,
  Skeleton,
  StateDot,
} from '../../components/index.ts';
import { useAction, useCore, useFilter, useFollowed, usePlace } from '../../core/index.ts';
import { NothingRuns } from '../nothing-runs.tsx';
import type { ProjectViewProps } from '../view.ts';
import { OpenDialog, type OpenRequest } from './open-dialog.tsx';
import type { Screen } from './screen.ts';
import { leaveKeys, TerminalScreen } from './terminal-screen.tsx';
import styles from './terminal-view.module.css';
import { knownOf, type Target, targetsOf, titleOf, useChosen, useTerminalSettings } from './terminals-of.ts';

/** The terminals of a project: as a view, and in the drawer. */
export default function TerminalView({ project }: ProjectViewProps) {
  const followed = useFollowed('terminals.follow', {});
  const stack = useFollowed('stacks.follow', { project });
  const { chosen, choose } = useChosen();
  const [dialog, setDialog] = useState(false);
  const [finding, setFinding] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);
  const core = useCore();

  const list = knownOf(followed);
  const terminals = (list ?? []).filter((it) => it.project === project);
  const current = terminals.find(({ id }) => id === chosen[project]) ?? terminals.at(-1);
  const targets = targetsOf(knownOf(stack));

  const open = useAction(
    (request: OpenRequest) => core.terminals.open({ project, ...request, ...sizeFor(place.current) }),
    {
      failure: 'Could not open a terminal',
      inline: dialog,
      onDone: ({ id }) => {
        choose(project, id);
        setDialog(false);
      },
    },
  );
  const close = useAction((id: string) => core.terminals.close({ id }), {
    failure: 'Could not close the terminal',
  });
  const openAgain = useAction(
    async ({ id, service, number, command, user }: TerminalState) => {
      await open.run({ service, number, user, ...(command.length > 0 && { command }) });
      await core.terminals.close({ id });
    },
    { failure: 'Could not open the terminal again' },
  );

  useServiceOfAddress(project, list && terminals, targets, (target) => void open.run(target));
  const takeScreen = useCallback((now: Screen | undefined) => {
    screen.current = now;
  }, []);
  const closeCurrent = () => current && void close.run(current.id);
  const leave = () => bar.current?.querySelector<HTMLElement>('[aria-current=true], button')?.focus();
  useCommands([
    ...targets.map((target) => ({
      id: `terminal.open-${target.service}-${target.number}`,
      title: `Open a terminal in ${target.title}`,
      group: 'Terminal',
      icon: SquareTerminal,
      run: () => void open.run(target),
    })),
    {
      ...{ id: 'terminal.with-options', title: 'Open a terminal with a command or user', group: 'Terminal' },
      ...{ enabled: targets.length > 0, icon: Plus, run: () => setDialog(true) },
    },
    {
      ...{ id: 'terminal.find', title: 'Find in the terminal', group: 'Terminal', keys: '$mod+Shift+f' },
      ...{ enabled: current !== undefined, run: () => setFinding(true) },
    },
    {
      ...{ id: 'terminal.leave', title: 'Leave the terminal', group: 'Terminal', keys: leaveKeys },
      ...{ enabled: current !== undefined, run: leave },
    },
    {
      ...{ id: 'terminal.clear', title: 'Clear the terminal', group: 'Terminal' },
      ...{ enabled: current !== undefined, run: () => screen.current?.clear() },
    },
    {
      ...{ id: 'terminal.close', title: 'Close the terminal and end what runs in it', group: 'Terminal' },
      ...{ enabled: current !== undefined, icon: X, run: closeCurrent },
    },
  ]);

  if (followed.state === 'failed' && !list) return <FailedState error={followed.error} />;
  return (
    <div className={styles['view']}>
      {current && (
        <div className={styles['bar']} ref={bar}>
          <TerminalTabs
            terminals={terminals}
            current={current.id}
            onChoose={(id) => choose(project, id)}
            onClose={(id) => void close.run(id)}
          />
          <OpenMenu
            targets={targets}
            onOpen={(target) => void open.run(target)}
            onOptions={() => setDialog(true)}
          />
          <MoreMenu screen={screen} onFind={() => setFinding(true)} onClose={closeCurrent} />
        </div>
      )}
      <div className={styles['screens']} ref={place}>
        {terminals.map((terminal) => (
          <TerminalScreen
            key={terminal.id}
            terminal={terminal}
            title={titleOf(terminal, terminals)}
            active={terminal.id === current?.id}
            finding={finding}
            onFindingDone={() => setFinding(false)}
            onOpenAgain={() => void openAgain.run(terminal)}
            onClose={() => void close.run(terminal.id)}
            pending={openAgain.pending}
            onScreen={takeScreen}
          />
        ))}
        {!current &&
          (list && knownOf(stack) ? (
            <NoTerminal
              project={project}
              targets={targets}
              pending={open.pending}
              onOpen={(target) => void open.run(target)}
            />
          ) : (
            <Loading />
          ))}
      </div>
      {dialog && (
        <OpenDialog
          targets={targets}
          onClose={() => {
            setDialog(false);
            open.clear();
          }}
          onOpen={(request) => void open.run(request)}
          pending={open.pending}
          error={open.error}
        />
      )}
    </div>
  );
}

interface TerminalTabsProps {
  terminals: readonly TerminalState[];
  current: string;
  onChoose: (id: string) => void;
  onClose: (id: string) => void;
}

function TerminalTabs({ terminals, current, onChoose, onClose }: TerminalTabsProps) {
  return (
    <ul className={styles['tabs']} aria-label="Terminals">
      {terminals.map((terminal) => {
        const { id, state, exitCode, container } = terminal;
        const title = titleOf(terminal, terminals);
        return (
          <li key={id} className={styles['tab']} data-current={id === current || undefined}>
            <button
              type="button"
              aria-current={id === current}
              title={container}
              onClick={() => onChoose(id)}
            >
              <StateDot
                tone={state === 'running' ? 'ok' : exitCode === 0 ? 'idle' : 'bad'}
                label={state === 'running' ? 'running' : 'ended'}
              />
              {title}
            </button>
            <IconButton icon={X} size="small" label={`Close ${title}`} onClick={() => onClose(id)} />
          </li>
        );
      })}
    </ul>
  );
}

interface OpenMenuProps {
  targets: readonly Target[];
  onOpen: (target: Target) => void;
  onOptions: () => void;
}

function OpenMenu({ targets, onOpen, onOptions }: OpenMenuProps) {
  return (
    <Menu
      align="start"
      trigger={
        <Button kind="quiet" size="small" icon={Plus} disabled={targets.length === 0}>
          New
        </Button>
      }
      items={[
        ...targets.map((target) => ({
          title: target.title,
          icon: SquareTerminal,
          run: () => onOpen(target),
        })),
        { title: 'With a command or user…', separated: true, run: onOptions },
      ]}
    />
  );
}

interface MoreMenuProps {
  screen: { current: Screen | undefined };
  onFind: () => void;
  onClose: () => void;
}

function MoreMenu({ screen, onFind, onClose }: MoreMenuProps) {
  const { readerMode, setReaderMode } = useTerminalSettings();
  return (
    <div className={styles['more']}>
      <Menu
        trigger={
          <Button kind="quiet" size="small" aria-label="More about this terminal">
            <Ellipsis size={15} aria-hidden />
          </Button>
        }
        items={[
          { title: 'Find', keys: '$mod+Shift+f', run: onFind },
          { title: 'Copy the selection', keys: '$mod+Shift+c', run: () => screen.current?.copySelection() },
          { title: 'Clear', run: () => screen.current?.clear() },
          {
            title: readerMode ? 'Without screen reader mode' : 'Screen reader mode',
            separated: true,
            run: () => setReaderMode(!readerMode),
          },
          { title: 'Close, and end what runs in it', icon: X, danger: true, separated: true, run: onClose },
        ]}
      />
    </div>
  );
}

interface NoTerminalProps {
  project: string;
  targets: readonly Target[];
  pending: boolean;
  onOpen: (target: Target) => void;
}

function NoTerminal({ project, targets, pending, onOpen }: NoTerminalProps) {
  if (targets.length === 0)
    return (
      <NothingRuns
        project={project}
        icon={SquareTerminal}
        text="A terminal opens a shell in a running service, and nothing runs yet."
      />
    );
  return (
    <EmptyState
      icon={SquareTerminal}
      text="Open a shell in a running service."
      action={
        <div className={styles['targets']}>
          {targets.map((target) => (
            <Button
              key={target.title}
              icon={SquareTerminal}
              disabled={pending}
              onClick={() => onOpen(target)}
              aria-label={`Open a terminal in ${target.title}`}
            >
              {target.title}
            </Button>
          ))}
        </div>
      }
    />
  );
}

function Loading() {
  return (
    <div className={styles['loading']}>
      <Skeleton width="40ch" lines={3} />
    </div>
  );
}

/** A link to the terminal of a service: the one that is open, else one is opened, once. */
function useServiceOfAddress(
  project: string,
  terminals: readonly TerminalState[] | undefined,
  targets: readonly Target[],
  open: (target: Target) => void,
): void {
  const [service, setService] = useFilter('service');
  const { view } = usePlace();
  const choose = useChosen((state) => state.choose);
  // In the drawer the address speaks of another view.
  const wished = view === 'terminal' && service !== '';
  const known = terminals?.findLast((it) => it.service === service && it.state === 'running');
  const target = targets.find((it) => it.service === service);
  const ready = wished && terminals !== undefined && (known !== undefined || target !== undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when all is known
  useEffect(() => {
    if (!ready) return;
    if (known) choose(project, known.id);
    else if (target) open(target);
    setService('');
  }, [ready]);
}

/** About as many letters as there is room for; the screen itself measures exactly. */
function sizeFor(element: HTMLElement | null): { columns: number; rows: number } {
  const { clientWidth = 0, clientHeight = 0 } = element ?? {};
  return {
    columns: Math.max(20, Math.floor((clientWidth - 28) / 7.8)),
    rows: Math.max(5, Math.floor((clientHeight - 34) / 20)),
  };
}
