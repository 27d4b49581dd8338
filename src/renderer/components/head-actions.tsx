import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';

/* The head of a project has a place for the actions of the view that is open; the shell gives it, the view fills it. */
let slot: HTMLElement | null = null;
const listeners = new Set<() => void>();

/** For the shell: the element that the actions stand in. */
export function giveHeadSlot(element: HTMLElement | null): void {
  slot = element;
  for (const listener of [...listeners]) listener();
}

/** Shows these buttons in the head of the project, while the view is open. The one that matters first. */
export function HeadActions({ children }: { children: ReactNode }) {
  const place = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => slot,
  );
  return place && createPortal(children, place);
}
