import type { YamlValue } from './print-value.ts';
import type { Tag } from './tag.ts';

export type Path = readonly (string | number)[];

export type Edit =
  /** Makes what is missing above it. */
  | { kind: 'set'; path: Path; value: YamlValue; tag?: Tag }
  /** Sections and lists above it that are empty then go with it. */
  | { kind: 'delete'; path: Path }
  /** At the end of the list at `path`; nothing when it is in there already. */
  | { kind: 'append'; path: Path; value: YamlValue };
