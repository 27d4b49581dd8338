import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../shared/contract/index.ts';

/*
 * What the core, in its utility process, may ask of the main process: the desktop, and processes, which only the main
 * process can fork.
 */

const processEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), pid: z.number() }),
  z.object({ kind: z.literal('lines'), stream: z.enum(['stdout', 'stderr']), lines: z.array(z.string()) }),
  z.object({ kind: z.literal('dropped'), lines: z.number() }),
  z.object({ kind: z.literal('message'), message: z.unknown() }),
  z.object({ kind: z.literal('ended'), code: z.number().optional(), signal: z.string().optional() }),
]);

const processes = {
  /** Runs it until it has ended; the stream's end ends it. `id` is chosen by the core. */
  run: oc
    .input(
      z.object({
        id: z.string(),
        name: z.string(),
        module: z.string(),
        arguments: z.array(z.string()),
        folder: z.string().optional(),
        environment: z.record(z.string(), z.string()).optional(),
      }),
    )
    .output(eventIterator(processEvent)),
  send: oc.input(z.object({ id: z.string(), message: z.unknown() })).output(z.void()),
  end: oc.input(z.object({ id: z.string() })).output(z.void()),
};

export const shellContract = { desktop: contract.desktop, processes };
export type ShellClient = ContractRouterClient<typeof shellContract>;

/** What the main process posts to the core's process; a port comes with all but the last. */
export type CoreOrder = { kind: 'shell' } | { kind: 'client' } | { kind: 'stop' };
