import { z } from 'zod';
import { compatibility } from '../compatibility.ts';
import { ask, batches, call, done, nothing, time } from './base.ts';

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
  /** Why the last look for an update came to nothing. */
  updateProblem: z.exactOptional(z.string()),
});

/**
 * What the desktop around the page would like it to show. Links and menus navigate or propose: whatever changes something
 * is asked of the user by the page first.
 */
export const desktopWish = z.discriminatedUnion('kind', [
  /** A path of the page, as the router knows it: `/project/<id>/logs`. */
  z.object({ kind: z.literal('go'), path: z.string() }),
  /** Propose to open this folder as a project. */
  z.object({ kind: z.literal('open-folder'), folder: z.string() }),
  /** Propose to clone this repository. */
  z.object({ kind: z.literal('clone'), url: z.string() }),
  /** A command of the palette, chosen in the application's menu. */
  z.object({ kind: z.literal('command'), command: z.string() }),
]);
export type DesktopWish = z.infer<typeof desktopWish>;

export const theme = z.enum(['system', 'light', 'dark']);

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
  /** So that menus, dialogues and the window's frame wear what the page wears. */
  setTheme: call(z.object({ theme }), done),
  /** Each once, to the page that asks: also those that came before it did (the link that started the app). */
  wishes: batches(nothing, desktopWish),
};
