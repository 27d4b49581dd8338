import { defaultKeybindingsHandlerIgnore, matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { Command } from './command.ts';
import { commandStore, runCommand } from './registry.ts';

const modified = /\$mod|Control|Alt|Meta/;
const modifierKeys = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta']);

/** Milliseconds that the next key of a sequence may take. */
const patience = 1_000;

/** Listens for the keys of all commands. Which there are is looked up at each press: they change between the keys of a sequence. */
export function bindKeys(): () => void {
  let before: KeyboardEvent[] = [];
  const onKeyDown = (event: KeyboardEvent) => {
    // Browsers that fill in a form tell of a key without any.
    if (!event.key || modifierKeys.has(event.key)) return;
    const last = before.at(-1);
    const begun = last && event.timeStamp - last.timeStamp < patience ? before : [];
    const offered = commandStore.getState().filter((command) => hears(command, event));
    // Two letters that lead to a place are not the view's own key of the second letter.
    const command = findFor(offered, [...begun, event]) ?? findFor(offered, [event]);
    before = command || !offered.some((one) => fits(one, [event], 'beginning')) ? [] : [event];
    if (!command) return;
    event.preventDefault();
    runCommand(command.id);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Of two with the same keys the later one's holds: it is nearer. */
function findFor(commands: readonly Command[], presses: readonly KeyboardEvent[]): Command | undefined {
  return commands.findLast((command) => fits(command, presses, 'whole'));
}

function fits(
  { keys = '' }: Command,
  presses: readonly KeyboardEvent[],
  how: 'whole' | 'beginning',
): boolean {
  const sequence = sequenceOf(keys);
  const isLong = how === 'whole' ? sequence.length === presses.length : sequence.length > presses.length;
  return (
    isLong &&
    presses.every((event, index) => {
      const wanted = sequence[index];
      return wanted !== undefined && matchKeybindingPress(event, wanted);
    })
  );
}

const sequences = new Map<string, ReturnType<typeof parseKeybinding>>();

function sequenceOf(keys: string): ReturnType<typeof parseKeybinding> {
  const known = sequences.get(keys) ?? parseKeybinding(withShiftAsNeeded(keys));
  sequences.set(keys, known);
  return known;
}

function hears({ keys, enabled }: Command, event: KeyboardEvent): boolean {
  if (!keys || enabled === false) return false;
  return !(modified.test(keys) ? inTerminal(event) : ignorePlain(event));
}

/** Which signs need Shift is up to the keyboard: `?` is `?` either way. */
function withShiftAsNeeded(keys: string): string {
  return keys.replace(/(^|[ +])([^\w\s+$[\]()])$/, '$1[Shift]+$2');
}

/** Letters alone are text where one types, and choose items in menus. */
function ignorePlain(event: KeyboardEvent): boolean {
  return (
    defaultKeybindingsHandlerIgnore(event) ||
    isTyping(event.target) ||
    within(event.target, '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]')
  );
}

/** A shell has uses for Ctrl of its own; only what it can not have (with Shift) is ours there. */
function inTerminal(event: KeyboardEvent): boolean {
  return within(event.target, '.xterm') && !event.shiftKey;
}

function isTyping(target: EventTarget | null): boolean {
  return within(target, 'input, textarea, select, [contenteditable]');
}

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
