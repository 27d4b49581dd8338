import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Command } from './command.ts';
import { commandStore, removeCommands, setCommands } from './registry.ts';

/** Offers these commands while the component is on the page. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  // Most renders change only what the commands do, which is looked up when they run.
  const shape = JSON.stringify(commands.map(({ run: _, icon: __, ...shown }) => shown));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the commands
  useEffect(() => {
    const owner = Symbol('commands');
    setCommands(
      owner,
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find((one) => one.id === command.id)?.run(),
      })),
    );
    return () => removeCommands(owner);
  }, [shape]);
}

/** All commands that there are now. */
export function useAllCommands(): readonly Command[] {
  return useStore(commandStore);
}
