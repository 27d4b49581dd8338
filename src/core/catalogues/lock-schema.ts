import { z } from 'zod';
import { refForm } from './git/source.ts';

/* Apart from the rest of the lock: zod costs a start, and most projects have none. */

const name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'small letters, digits and -');
export const lockSchema = z.strictObject({
  version: z.literal(1),
  catalogues: z
    .record(
      name,
      z.strictObject({
        url: z.string().min(1),
        ref: z.string().regex(refForm, 'the name of a branch or tag').optional(),
        folder: z.string().optional(),
        commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'a whole commit'),
        hash: z.string().regex(/^sha256-[0-9a-f]{64}$/, 'sha256-…'),
      }),
    )
    .optional(),
  blocks: z.record(name, z.string()).optional(),
});
