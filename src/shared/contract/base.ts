import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { type ErrorData, errorCodes, type Where } from '../errors.ts';

export const where: z.ZodType<Where> = z.object({
  file: z.string(),
  line: z.exactOptional(z.number()),
  column: z.exactOptional(z.number()),
});

/** Milliseconds since the epoch. */
export const time = z.number();
export const bytes = z.number();

export const errorCode = z.enum(errorCodes);

export const errorData: z.ZodType<ErrorData> = z.lazy(() =>
  z.object({
    code: errorCode,
    message: z.string(),
    where: z.exactOptional(where),
    remedy: z.exactOptional(z.string()),
    causes: z.exactOptional(z.array(z.string())),
    errors: z.exactOptional(z.array(errorData)),
  }),
);

type EachCode = { [Code in (typeof errorCodes)[number]]: { data: typeof errorData } };
/** An interface, so that the compiler writes its name in the type of each procedure and not all codes. */
export interface ErrorMap extends EachCode {}

/** Every procedure may fail with every code: each carries what happened, where, and what to do. */
const errors = Object.fromEntries(errorCodes.map((code) => [code, { data: errorData }])) as ErrorMap;

const procedure = oc.errors(errors);

/** A procedure without input. */
export function ask<Output extends z.ZodType>(output: Output) {
  return procedure.output(output);
}

/** A procedure with input. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return procedure.input(input).output(output);
}

/**
 * A stream of whole states: the first comes at once, then the newest after each change, at most about ten a second. Who is
 * slow misses what lay between, never the last. Coming back means asking again.
 */
export function states<Input extends z.ZodType, State extends z.ZodType>(input: Input, state: State) {
  return procedure.input(input).output(eventIterator(state));
}

/**
 * A stream where each batch counts. It says where it is (`checkpoint`), so that a view that comes back goes on after it;
 * it is paced by `streams.acknowledge`; what had to be left out is said in a batch of its own.
 */
export function batches<Input extends z.ZodType, Batch extends z.ZodType>(input: Input, batch: Batch) {
  return procedure.input(input).output(eventIterator(batch));
}

/** Chosen by who asks, unique in its connection: what it acknowledges batches by. Without it a stream is not paced. */
export const streamId = z.exactOptional(z.string().max(64));

/** What has become of a wish that takes long: follow it among the tasks. */
export const started = z.object({ task: z.string() });

export const nothing = z.object({});
export const done = z.void();
