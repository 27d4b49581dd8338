import type { LucideIcon } from 'lucide-react';

/** Something a person can do: in the palette, by keys, in the app's menu. */
export interface Command {
  /** Unique and lasting: `stack.up`. The app's menu names commands by it. */
  id: string;
  /** As a wish: `Bring up shop`. */
  title: string;
  /** What it is about, for the palette's headings: `Stack`, `Go to`, `Projects`. */
  group: string;
  icon?: LucideIcon | undefined;
  /** In tinykeys' form: `$mod+k`, `g l`, `u`. */
  keys?: string | undefined;
  /** Other words by which it should be found. */
  keywords?: string | undefined;
  /** Default: true. What can not be done now is not offered. */
  enabled?: boolean | undefined;
  /** Has keys, but is of no use in the palette. */
  hidden?: boolean | undefined;
  run: () => void;
}
