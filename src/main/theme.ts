import { nativeTheme } from 'electron';
import type { WindowState } from './window-state.ts';

export type Theme = NonNullable<WindowState['theme']>;

/** What stands behind the page until it is painted: `--bg` of src/renderer/styles/tokens.css. */
const backgrounds = { dark: '#0f1214', light: '#f4f5f4' };

/** Menus, dialogues and `prefers-color-scheme` follow. */
export function wear(theme: Theme): void {
  nativeTheme.themeSource = theme;
}

export function background(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}
