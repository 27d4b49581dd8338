export type * from './clean-up.ts';
export { type CleanUpParts, type CleanUpResult, cleanUp, planCleanUp, readDisk } from './run.ts';
