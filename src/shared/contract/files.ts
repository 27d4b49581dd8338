import { z } from 'zod';
import { batches, bytes, call, streamId, time } from './base.ts';

/** A container by its name, or a volume by the engine's name. */
export const place = z.object({
  project: z.string(),
  kind: z.enum(['container', 'volume']),
  name: z.string(),
});
export type FilePlace = z.infer<typeof place>;

export const fileEntry = z.object({
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'other']),
  size: bytes,
  /** As `ls` writes it: `rwxr-xr-x`. */
  mode: z.string(),
  /** `user:group`, numbers where they have no names. */
  owner: z.string(),
  changedAt: time.optional(),
  linkTarget: z.string().optional(),
  /** What a link leads to, where that is known. */
  leadsTo: z.enum(['file', 'folder', 'nothing']).optional(),
});
export type FileEntry = z.infer<typeof fileEntry>;

const at = place.extend({ path: z.string() });

export const files = {
  /**
   * What there is to look into: the stack's containers and its volumes. `title` is short (`db`, `db 2` where there are
   * several, `orders`, `anonymous, at /data`), `text` says what it is (`mounted by db at /data`).
   */
  places: call(
    z.object({ project: z.string() }),
    z.array(
      place.extend({
        service: z.string().optional(),
        running: z.boolean(),
        title: z.string(),
        text: z.string(),
      }),
    ),
  ),
  /** At most 2,000 entries, folders first; `note` says why something may be missing. Fails with `usage` on a file. */
  list: call(
    at,
    z.object({
      path: z.string(),
      entries: z.array(fileEntry),
      omitted: z.number(),
      note: z.string().optional(),
    }),
  ),
  /** The beginning of a file: `text` when it is text, `base64` for pictures and the first KiB of other bytes. */
  read: call(
    at,
    z.object({
      path: z.string(),
      size: bytes,
      kind: z.enum(['text', 'picture', 'binary']),
      mediaType: z.string(),
      text: z.string().optional(),
      base64: z.string().optional(),
      /** More follows than was read (256 KiB of text, 4 MiB of a picture). */
      truncated: z.boolean(),
    }),
  ),
  /** The whole: a file as it is, a folder as a tar archive; pieces of at most 192 KiB. */
  download: batches(
    at.extend({ stream: streamId }),
    z.object({ name: z.string(), base64: z.string(), size: bytes.optional() }),
  ),
};
