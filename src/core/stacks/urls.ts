import type { BlockInstance } from '../blocks/index.ts';
import type { ContainerStatus } from '../stack/index.ts';

/** Ports in a container behind which no browser finds a page: databases, queues, mail, shells. */
const notForBrowsers = new Set([
  21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2181, 2379, 3306, 4222, 5432,
  5672, 6379, 6380, 8883, 9042, 9092, 9093, 11211, 26257, 27017, 33060, 50051,
]);
const secure = new Set([443, 8443]);

/** Addresses that a browser can open. */
export function urlsOf(containers: readonly ContainerStatus[]): string[] {
  const urls = containers.flatMap(({ ports }) =>
    ports.flatMap(({ url, target }) => {
      if (url === undefined || notForBrowsers.has(target)) return [];
      return [secure.has(target) ? url.replace(/^http:/, 'https:') : url];
    }),
  );
  return [...new Set(urls)];
}

/** The same of a block's service: it says itself where its pages are. */
export function pagesOf(
  { endpoints }: BlockInstance,
  service: string,
  containers: readonly ContainerStatus[],
): string[] {
  if (!containers.some(({ state }) => state === 'running')) return [];
  return endpoints.flatMap(({ open, path, published, scheme, service: its }) =>
    open && its === service && published !== undefined
      ? [`${scheme ?? 'http'}://127.0.0.1:${published}${path}`]
      : [],
  );
}
