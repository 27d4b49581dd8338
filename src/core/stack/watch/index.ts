export { type WatchEvent, type WatchOptions, watchStack } from './watch.ts';
