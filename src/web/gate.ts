import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why somebody is not let in, as the answer to their request. */
export interface Refusal {
  status: 401 | 403 | 404 | 421 | 503;
  text: string;
}

export const protocol = 'blockyard';
const tokenPrefix = 'token.';

/**
 * Who may talk to the core. Other sites can reach 127.0.0.1 through the user's browser, so three things are asked: that
 * the address was ours and no name that was turned to here (DNS rebinding), that the page was ours (cross-site requests),
 * and the token of this start, which only the page that the user opened knows.
 */
export class Gate {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: Buffer;

  constructor(port: number, token: string) {
    const names = ['127.0.0.1', 'localhost', '[::1]'];
    this.#hosts = new Set(names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));
    this.#token = digest(token);
  }

  /** Whether the request was meant for this machine by name. */
  refusedHost(request: IncomingMessage): Refusal | undefined {
    if (this.#hosts.has(request.headers.host?.toLowerCase() ?? '')) return undefined;
    return { status: 421, text: 'Open this by 127.0.0.1 or localhost.' };
  }

  /** For the upgrade to a WebSocket. */
  refused(request: IncomingMessage): Refusal | undefined {
    if (pathOf(request) !== '/core') return { status: 404, text: 'The core is at /core.' };
    const wrongHost = this.refusedHost(request);
    if (wrongHost) return wrongHost;
    if (!this.#isOwnOrigin(request.headers.origin))
      return { status: 403, text: 'Only the page of this address may connect.' };
    if (!this.#hasToken(request.headers['sec-websocket-protocol']))
      return { status: 401, text: 'The key is missing or was of an earlier start.' };
    return undefined;
  }

  #isOwnOrigin(origin: string | undefined): boolean {
    return origin?.startsWith('http://') === true && this.#hosts.has(origin.slice('http://'.length));
  }

  #hasToken(offered = ''): boolean {
    const protocols = offered.split(',').map((name) => name.trim());
    if (!protocols.includes(protocol)) return false;
    const token = protocols.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length) ?? '';
    // Of one length and in one time, whatever was sent.
    return timingSafeEqual(digest(token), this.#token);
  }
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').replace(/[?#].*$/s, '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
