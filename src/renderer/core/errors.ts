import { ORPCError } from '@orpc/client';
import { BlockyardError, type ErrorData, errorCodes } from '../../shared/index.ts';

/** There is no core to ask now; asking again after the reconnect may help, sending twice by ourselves would not be safe. */
export class ConnectionLostError extends BlockyardError {
  constructor(cause?: unknown) {
    super(
      'interrupted',
      'The connection to Blockyard’s core is lost, so this was not done or its answer is unknown.',
      {
        cause,
        remedy: 'It reconnects by itself. Look at what there is then, and try again.',
      },
    );
  }
}

/** What went wrong, as a view shows it: what, where, remedy, causes. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof ORPCError) return fromProcedure(thrown);
  if (thrown instanceof BlockyardError) return thrown.toJSON();
  if (thrown instanceof Error && thrown.name === 'AbortError') return new ConnectionLostError().toJSON();
  return {
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : String(thrown),
    remedy: 'This is a fault of the page: reload it, and please report it if it comes back.',
  };
}

function fromProcedure(error: ORPCError<string, unknown>): ErrorData {
  if (isErrorData(error.data)) return error.data;
  if (error.code === 'BAD_REQUEST')
    return { code: 'usage', message: 'The core does not accept what was asked.', causes: [error.message] };
  return { code: 'internal', message: error.message };
}

function isErrorData(data: unknown): data is ErrorData {
  if (typeof data !== 'object' || data === null) return false;
  const { code, message } = data as Partial<ErrorData>;
  return typeof message === 'string' && (errorCodes as readonly unknown[]).includes(code);
}
