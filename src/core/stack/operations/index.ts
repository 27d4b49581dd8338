export { type CopyOptions, copyFromContainer, copyToContainer, readTar, writeTar } from './copy.ts';
export { ServiceNotRunning } from './errors.ts';
export { type StackEvent, stackEvents } from './events.ts';
export { attachToService, execDetachedInService, execInService, type Target } from './exec.ts';
export {
  type FindOptions,
  findContainers,
  findRunning,
  type OperationParts,
  requireServices,
  type ServiceContainer,
} from './find.ts';
export { findPorts, type PortBinding, type PortRequest } from './port.ts';
export type { OneOffContainer, RunRequest, StartedRun } from './run.ts';
export { type StatsSample, stackStats } from './stats.ts';
export { type Exit, waitForExit } from './wait.ts';

/*
 * What one command alone needs is loaded by it: the others start faster.
 */

/** See run.ts. */
export async function prepareRun(...words: Parameters<typeof import('./run.ts').prepareRun>) {
  return (await import('./run.ts')).prepareRun(...words);
}

/** See run.ts. */
export async function startRun(...words: Parameters<typeof import('./run.ts').startRun>) {
  return (await import('./run.ts')).startRun(...words);
}

/** See hashes.ts. */
export async function serviceHashes(...words: Parameters<typeof import('./hashes.ts').serviceHashes>) {
  return (await import('./hashes.ts')).serviceHashes(...words);
}
