import { desiredOf } from '../desired.ts';
import { type OperationParts, requireServices } from './find.ts';

/** The hash by which `up` decides whether a service's containers are up to date on this engine, service by service. */
export function serviceHashes(parts: OperationParts, services: readonly string[]): Record<string, string> {
  requireServices(parts.project, services);
  const desired = desiredOf({ ...parts, services, noDependencies: true });
  return Object.fromEntries(desired.services.map(({ name, hash }) => [name, hash]));
}
