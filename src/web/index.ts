/*
 * The browser mode: the built page and the contract over one WebSocket, on 127.0.0.1 only.
 *
 * What a page has to know:
 * - It is opened at `http://127.0.0.1:<port>/#token=<token>`. It keeps the token for its tab (sessionStorage) and takes it
 *   out of the address bar. No cookie: cookies ignore ports.
 * - It connects to `ws://<its own host>/core` with the subprotocols `blockyard` and `token.<token>`. The token is another
 *   one at each start. What is refused answers 401, 403, 421 or 503, which a browser shows to nobody.
 * - Its first call is `session.hello`. Streams that are given a name are paced by `streams.acknowledge`.
 */
export { findPage } from './find-page.ts';
export { type BrowserServer, serveBrowser } from './serve.ts';
