import { parseBytes, type Service } from '../compose/index.ts';

/** Bytes that one container of it may use at most; undefined without a limit. */
export function memoryLimitOf(service: Service): number | undefined {
  const limit = service.mem_limit ?? service.deploy?.resources?.limits?.memory;
  const bytes = limit === undefined ? undefined : parseBytes(limit);
  return bytes === 0 ? undefined : bytes;
}

export function containersOf(service: Service): number {
  return service.scale ?? service.deploy?.replicas ?? 1;
}

/** `3.5 GiB`, `512 MiB`. */
export function formatMemory(bytes: number): string {
  const [amount, unit] = bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, 'GiB'] : [bytes / 1024 ** 2, 'MiB'];
  return `${Number(amount.toFixed(1))} ${unit}`;
}
