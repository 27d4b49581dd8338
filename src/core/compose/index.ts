export { type CheckedFile, readCheckedFile } from './checked/index.ts';
export { composeFileNames } from './find-files.ts';
export { loadProject } from './load.ts';
export type * from './model.ts';
export type { Tree, TreeMap } from './positions.ts';
export { printConfig } from './print.ts';
export { didYouMean } from './suggest.ts';
export { formatDuration, parseBytes, parseDuration } from './units.ts';
