import { implement } from '@orpc/server';
import { started } from '../../shared/contract/base.ts';
import { contract } from '../../shared/contract/index.ts';
import { CallLife } from './call-life.ts';
import type { Connection } from './connection.ts';
import type { Core } from './core.ts';
import { guardStream } from './guard.ts';
import { rememberRequest } from './remember-request.ts';
import { toWire } from './to-wire.ts';

/** What whoever lets clients in gives for each. */
export interface ApiContext {
  core: Core;
  /** Who asks: a page, a shell, a test. Its end ends all its streams. */
  connection: Connection;
}

/** What a handler is given beside its input. */
export interface HandlerContext extends ApiContext {
  /** Aborts when nobody waits for the answer any more: wire it into every wait. */
  signal: AbortSignal;
}

/** The contract, ready to be given handlers: `os.logs.follow.handler(({ context, input }) => …)`. */
export const os = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context, next, path, procedure, signal }, input) => {
    const life = new CallLife([signal, context.connection.signal, context.core.closing]);
    try {
      const result = await next({ context: { signal: life.signal } });
      if (isIterator(result.output))
        return { ...result, output: guardStream(result.output, life, path) as typeof result.output };
      life.end();
      if (procedure['~orpc'].outputSchema === started)
        rememberRequest(context.core, result.output as { task: string }, path, input);
      return result;
    } catch (thrown) {
      life.end();
      throw toWire(thrown, path);
    }
  });

function isIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
