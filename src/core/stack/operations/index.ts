export { type CopyOptions, copyFromContainer, copyToContainer, readTar, writeTar } from './copy.ts';
export { ServiceNotRunning } from './errors.ts';
export { type StackEvent, stackEvents } from './events.ts';
export { attachToService, execInService, type Target } from './exec.ts';
export {
  type FindOptions,
  findContainers,
  findRunning,
  type OperationParts,
  requireServices,
  type ServiceContainer,
} from './find.ts';
export { serviceHashes } from './hashes.ts';
export { findPorts, type PortBinding, type PortRequest } from './port.ts';
export { type OneOffContainer, prepareRun, type RunRequest, startRun } from './run.ts';
export { type StatsSample, stackStats } from './stats.ts';
export { type Exit, waitForExit } from './wait.ts';
