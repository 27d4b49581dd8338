import { protocol } from 'electron';
import { readPageFile } from '../core/page/index.ts';

const scheme = 'app';
export const pageOrigin = `${scheme}://blockyard`;
export const pageAddress = `${pageOrigin}/`;

/** Before `ready`: the page has an origin of its own, with all that a secure one has. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Serves the built page, and nothing else of the disk. */
export function servePage(folder: string): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405 });
    const file = host === 'blockyard' ? await readPageFile(folder, pathname) : undefined;
    if (!file) return new Response('Not found', { status: 404 });
    return new Response(method === 'HEAD' ? null : file.body, { headers: file.headers });
  });
}

/** Whether an address is the page itself. */
export function isPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol: itsScheme, host } = new URL(address);
  return itsScheme === `${scheme}:` && host === 'blockyard';
}
