import { z } from 'zod';
import { ask, call, compatibility, done, time } from './base.ts';

export const hostKind = z.enum(['desktop', 'browser', 'test']);

export const hello = z.object({
  compatibility: z.literal(compatibility),
  version: z.string(),
  /** Another core (after a restart) has another id: what a view remembered of streams is void then, checkpoints are not. */
  core: z.object({ id: z.string(), pid: z.number(), startedAt: time }),
  host: hostKind,
  /** As Node's `process.platform`. */
  platform: z.string(),
  home: z.string(),
});
export type Hello = z.infer<typeof hello>;

/** What the desktop can do around the window; a browser can do none of it. */
export const desktopState = z.object({
  openAtLogin: z.boolean(),
  update: z.exactOptional(z.object({ version: z.string(), ready: z.boolean() })),
});

export const session = {
  /** The first call of each connection. Fails with `incompatible`, saying which side is older. */
  hello: call(z.object({ compatibility: z.number(), client: z.string() }), hello),
};

export const streams = {
  /** This many batches of the stream have been worked off. */
  acknowledge: call(z.object({ stream: z.string(), batches: z.number().int().nonnegative() }), done),
};

/** Fails with `usage` where there is no desktop around the page. */
export const desktop = {
  state: ask(desktopState),
  setOpenAtLogin: call(z.object({ open: z.boolean() }), desktopState),
  /** The system's own dialogue; undefined when it was closed. */
  chooseFolder: ask(z.object({ folder: z.string().optional() })),
  installUpdate: ask(done),
};
