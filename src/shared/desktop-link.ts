import type { ErrorData } from './errors.ts';

/*
 * How a page of the desktop app comes by its port to the core, once per load and again after each restart of the core:
 * page loaded → preload asks the main process (`connectChannel`) → main answers on `coreChannel` with a port, or with why
 * there is none → the preload posts the same to its page.
 */

export const connectChannel = 'blockyard:connect';
/** Also what is posted to the page beside the port. */
export const coreChannel = 'blockyard:core';

/** Posted to the page instead of a port: the core keeps failing and is not started again before the page is reloaded. */
export interface CoreFailed {
  kind: 'blockyard:core-failed';
  error: ErrorData;
}
