import { createStore } from 'zustand/vanilla';
import type { Command } from './command.ts';

/* Who is on the page registers what it can do; the palette, the keys and the app's menu read it here. */

const owners = new Map<symbol, readonly Command[]>();

export const commandStore = createStore<readonly Command[]>(() => []);

/** Replaces what this owner had. Of two commands with one id or the same keys, the later owner's holds: it is nearer. */
export function setCommands(owner: symbol, commands: readonly Command[]): void {
  owners.set(owner, commands);
  publish();
}

export function removeCommands(owner: symbol): void {
  owners.delete(owner);
  publish();
}

/** Runs a command by its id; false when there is none now. */
export function runCommand(id: string): boolean {
  const command = commandStore.getState().find((one) => one.id === id);
  if (!command || command.enabled === false) return false;
  command.run();
  return true;
}

function publish(): void {
  const byId = new Map<string, Command>();
  for (const commands of owners.values()) for (const command of commands) byId.set(command.id, command);
  commandStore.setState([...byId.values()], true);
}
