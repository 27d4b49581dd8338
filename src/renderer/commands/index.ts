/*
 * Every action is a command: `useCommands([{ id: 'stack.up', title: 'Bring up shop', group: 'Stack', keys: 'u', run }])`
 * offers it while the component is on the page: in the palette (Ctrl K), by its keys, and in the list of shortcuts (?).
 * Keys of one letter are the view's (`u`, `f`), two letters go to places (`g l`), `$mod+…` works while typing too.
 */
export { bindKeys } from './bind-keys.ts';
export type { Command } from './command.ts';
export { matchCommands } from './match.ts';
export { runCommand } from './registry.ts';
export { useAllCommands, useCommands } from './use-commands.ts';
