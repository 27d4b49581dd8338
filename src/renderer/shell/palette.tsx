import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Command, matchCommands, useAllCommands } from '../commands/index.ts';
import { classNames, Keys } from '../components/index.ts';
import { useOverlays } from '../stores/overlays.ts';
import styles from './palette.module.css';

const shownAtMost = 60;

/** Every action, project, service and view, by name. */
export function Palette() {
  const { open, close } = useOverlays();
  return (
    <Dialog.Root open={open === 'palette'} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']} aria-label="Do anything, find anything">
          <Finder onChosen={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Finder({ onChosen }: { onChosen: () => void }) {
  const id = useId();
  const commands = useAllCommands();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => {
    const offered = commands.filter(({ enabled, hidden }) => enabled !== false && !hidden);
    const matching = matchCommands(offered, typed).slice(0, shownAtMost);
    return typed.trim() === '' ? inGroups(matching) : matching;
  }, [commands, typed]);
  const list = useRef<HTMLDivElement>(null);
  const current = Math.min(active, found.length - 1);

  useLayoutEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const choose = (command: Command | undefined) => {
    if (!command) return;
    onChosen();
    // After the dialogue has given the focus back, for the command may take it.
    setTimeout(() => command.run());
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step !== undefined) {
      event.preventDefault();
      setActive((current + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[current]);
    }
  };

  return (
    <>
      <div className={styles['field']}>
        <Search size={15} aria-hidden />
        <input
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder="Do anything, find anything"
          role="combobox"
          aria-label="Do anything, find anything"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
        />
        <Keys of="Escape" />
      </div>
      <div ref={list} id={id} className={styles['list']} role="listbox" aria-label="What can be done">
        {found.map((command, index) => (
          <Line
            key={command.id}
            id={`${id}-${index}`}
            index={index}
            command={command}
            group={placeOfGroup(typed, command, found[index - 1])}
            active={index === current}
            onPoint={() => setActive(index)}
            onChoose={() => choose(command)}
          />
        ))}
      </div>
      {found.length === 0 && <p className={styles['none']}>Nothing is called like that.</p>}
    </>
  );
}

interface LineProps {
  id: string;
  index: number;
  command: Command;
  /** Its group stands above it, beside it, or is seen already. */
  group: 'above' | 'beside' | 'seen';
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Line({ id, index, command, group: place, active, onPoint, onChoose }: LineProps) {
  const { icon: Icon, title, group, keys } = command;
  return (
    <>
      {place === 'above' && (
        <div className={styles['heading']} role="presentation">
          {group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as comboboxes do */}
      <div
        id={id}
        data-index={index}
        className={classNames(styles['line'], active && styles['active'])}
        role="option"
        aria-selected={active}
        tabIndex={-1}
        onPointerMove={active ? undefined : onPoint}
        onClick={onChoose}
      >
        <span className={styles['icon']}>{Icon && <Icon size={14} aria-hidden />}</span>
        <span className={styles['title']}>{title}</span>
        {place === 'beside' && <span className={styles['group']}>{group}</span>}
        {keys && <Keys of={keys} />}
      </div>
    </>
  );
}

/** Up and down, also as shells have them. */
function stepOf({ key, ctrlKey }: KeyboardEvent): number | undefined {
  if (key === 'ArrowDown' || (ctrlKey && key === 'n')) return 1;
  if (key === 'ArrowUp' || (ctrlKey && key === 'p')) return -1;
  return undefined;
}

function placeOfGroup(typed: string, command: Command, above: Command | undefined): LineProps['group'] {
  if (typed.trim() !== '') return 'beside';
  return above?.group === command.group ? 'seen' : 'above';
}

/** Those of a group stand together, groups as they first come. */
function inGroups(commands: readonly Command[]): Command[] {
  return [...Map.groupBy(commands, ({ group }) => group).values()].flat();
}
