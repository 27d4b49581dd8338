import { ORPCError, ValidationError } from '@orpc/server';
import {
  BlockyardError,
  type ErrorCode,
  type ErrorData,
  errorCodes,
  toBlockyardError,
} from '../../shared/index.ts';

/** Whatever was thrown, as the contract's error: one of our codes, what happened, where, and what to do. Never a stack. */
export function toWire(thrown: unknown, path: readonly string[]): ORPCError<ErrorCode, ErrorData> {
  if (isOnTheWire(thrown)) return thrown;
  const error = thrown instanceof ORPCError ? fromTransport(thrown, path) : toBlockyardError(thrown);
  return new ORPCError(error.code, {
    defined: true,
    message: error.message,
    data: error.toJSON(),
    cause: error,
  });
}

/** An error of a procedure that another one called. */
function isOnTheWire(thrown: unknown): thrown is ORPCError<ErrorCode, ErrorData> {
  return thrown instanceof ORPCError && (errorCodes as readonly string[]).includes(thrown.code);
}

/** What oRPC itself says: input or output that does not fit the contract. */
function fromTransport(error: ORPCError<string, unknown>, path: readonly string[]): BlockyardError {
  const { cause } = error;
  const name = path.join('.');
  if (error.code === 'BAD_REQUEST')
    return new BlockyardError('usage', `${name} does not understand what it was asked${issuesOf(cause)}.`, {
      remedy: 'Reload the page, so that it is of one version with the core.',
    });
  return toBlockyardError(new Error(`${name} failed: ${error.message}${issuesOf(cause)}.`, { cause }));
}

function issuesOf(cause: unknown): string {
  if (!(cause instanceof ValidationError)) return '';
  const issues = cause.issues.slice(0, 3).map(({ path = [], message }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return keys.length > 0 ? `${keys.join('.')}: ${message}` : message;
  });
  return ` (${issues.join('; ')})`;
}
