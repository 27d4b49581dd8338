import { type RefObject, useEffect } from 'react';
import { useCommands } from '../../commands/index.ts';

/** By the event's key. `keys` is the same in the form of commands. */
export type LogKeys = Record<string, { title: string; keys: string; enabled?: boolean; run: () => void }>;

/** Of no use in the palette. */
const hidden = new Set(['j', 'k', 'Escape']);

/** In its own view the keys are the page's; in a drawer they act only where the focus is in it, not on what lies above. */
export function useLogKeys(keys: LogKeys, root: RefObject<HTMLElement | null>, isView: boolean): void {
  useCommands(
    isView
      ? Object.values(keys).map((key) => ({
          id: `logs.${key.keys}`,
          group: 'Logs',
          hidden: hidden.has(key.keys),
          ...key,
        }))
      : [],
  );
  useEffect(() => {
    if (isView || !root.current) return;
    const element = root.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement;
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keys[event.key];
      if (!key || key.enabled === false) return;
      event.preventDefault();
      event.stopPropagation();
      key.run();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  });
}
