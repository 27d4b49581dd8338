import { defaultKeybindingsHandlerIgnore, tinykeys } from 'tinykeys';
import { commandStore, runCommand } from './registry.ts';

const modified = /\$mod|Control|Alt|Meta/;

/** Binds the keys of all commands to the window. */
export function bindKeys(): () => void {
  let unbind = bindOnce();
  const stop = commandStore.subscribe(() => {
    unbind();
    unbind = bindOnce();
  });
  return () => {
    stop();
    unbind();
  };
}

function bindOnce(): () => void {
  const plain: Record<string, (event: KeyboardEvent) => void> = {};
  const withModifier: typeof plain = {};
  for (const { id, keys, enabled } of commandStore.getState()) {
    if (!keys || enabled === false) continue;
    const bindings = modified.test(keys) ? withModifier : plain;
    bindings[withShiftAsNeeded(keys)] = (event) => {
      event.preventDefault();
      runCommand(id);
    };
  }
  const unbindPlain = tinykeys(window, plain, { ignore: ignorePlain });
  const unbindModified = tinykeys(window, withModifier, { ignore: inTerminal });
  return () => {
    unbindPlain();
    unbindModified();
  };
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
