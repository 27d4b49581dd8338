/** A place in a file that a person can open. Lines and columns count from 1. */
export interface Where {
  file: string;
  line?: number;
  column?: number;
}

/** The closed set of error codes. Each names one kind of failure for good: scripts may rely on them. */
export const errorCodes = [
  // What the user wrote
  'usage',
  'file-not-found',
  'yaml-invalid',
  'compose-invalid',
  'compose-unsupported',
  'interpolation-failed',
  'project-not-found',
  'project-name-taken',
  'service-not-found',
  'block-invalid',
  'block-not-found',
  'catalogue-changed',
  'catalogue-unreachable',
  // What the engine said
  'engine-not-found',
  'engine-unreachable',
  'engine-refused',
  'engine-too-old',
  'image-not-found',
  'registry-denied',
  'build-failed',
  'port-taken',
  'disk-full',
  'permission-denied',
  'container-exited',
  'not-ready',
  'name-conflict',
  'resource-in-use',
  'file-transfer-failed',
  // What guards the user
  'trust-required',
  'secret-missing',
  'guardrail-denied',
  'confirmation-required',
  // What happened to the work
  'locked',
  'interrupted',
  'timed-out',
  'store-failed',
  'incompatible',
  'not-found',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** How an error crosses a process border or is printed with `--json`. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  where?: Where;
  remedy?: string;
  /** What lies behind it, outermost first, as plain sentences. */
  causes?: string[];
  /** Errors that were found together (a loader reports all it can see at once). */
  errors?: ErrorData[];
}

export interface ErrorDetails {
  where?: Where | undefined;
  remedy?: string | undefined;
  cause?: unknown;
}

/**
 * An error that tells what happened, where, and what to do about it.
 * Capabilities derive small classes of their own in their `errors.ts`.
 */
export class BlockyardError extends Error {
  readonly code: ErrorCode;
  readonly where: Where | undefined;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.where = details.where;
    this.remedy = details.remedy;
  }

  toJSON(): ErrorData {
    const causes = causesOf(this.cause);
    return {
      code: this.code,
      message: this.message,
      ...(this.where && { where: this.where }),
      ...(this.remedy && { remedy: this.remedy }),
      ...(causes.length > 0 && { causes }),
    };
  }
}

/** Several errors found in one go: nobody should have to fix their file one message at a time. */
export class ManyErrors extends BlockyardError {
  readonly errors: readonly BlockyardError[];

  constructor(errors: readonly BlockyardError[]) {
    const first = errors[0];
    super(
      first?.code ?? 'internal',
      first ? `${first.message} (and ${errors.length - 1} more)` : 'No error.',
      {
        where: first?.where,
        remedy: first?.remedy,
      },
    );
    this.errors = errors;
  }

  override toJSON(): ErrorData {
    return { ...super.toJSON(), errors: this.errors.map((error) => error.toJSON()) };
  }
}

/** Any thrown value as a `BlockyardError`; what we did not foresee becomes `internal`. */
export function toBlockyardError(thrown: unknown): BlockyardError {
  if (thrown instanceof BlockyardError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new BlockyardError('interrupted', 'Interrupted.', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new BlockyardError('internal', message, {
    cause: thrown,
    remedy: 'This is a fault of Blockyard: please report it with the output of `blockyard doctor --json`.',
  });
}

/** `file:line:column`, as far as it is known. */
export function formatWhere(where: Where): string {
  return [where.file, where.line, where.line === undefined ? undefined : where.column]
    .filter((part) => part !== undefined)
    .join(':');
}

function causesOf(cause: unknown): string[] {
  const sentences: string[] = [];
  for (let next = cause; next instanceof Error && sentences.length < 8; next = next.cause)
    sentences.push(next.message);
  return sentences;
}
