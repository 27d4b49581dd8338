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
    bindings[keys] = (event) => {
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
