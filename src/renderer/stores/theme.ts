import { useSyncExternalStore } from 'react';
import { create } from 'zustand';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'blockyard:theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

interface ThemeStore {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
}

export const useThemeChoice = create<ThemeStore>((set) => ({
  choice: stored(),
  choose: (choice) => {
    localStorage.setItem(key, choice);
    apply(choice);
    set({ choice });
  },
}));

/** Before the first paint, so that nothing flashes. */
export function applyStoredTheme(): void {
  apply(stored());
}

/** The theme that is seen now, whoever chose it. */
export function useTheme(): 'light' | 'dark' {
  const { choice } = useThemeChoice();
  const systemIsDark = useSyncExternalStore(
    (listener) => {
      dark.addEventListener('change', listener);
      return () => dark.removeEventListener('change', listener);
    },
    () => dark.matches,
  );
  if (choice !== 'system') return choice;
  return systemIsDark ? 'dark' : 'light';
}

/**
 * A colour of the tokens as canvases need it (`rgb(…)`), in the theme of now: ask again when `useTheme` changes.
 * `colourOf('accent')`, `colourOf('hue-3')`.
 */
export function colourOf(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function stored(): ThemeChoice {
  const choice = localStorage.getItem(key);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

function apply(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
}
