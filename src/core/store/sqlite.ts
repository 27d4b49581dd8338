import type * as Sqlite from 'node:sqlite';
import { StoreFailed } from './errors.ts';

let loaded: typeof Sqlite | undefined;

/**
 * node:sqlite, loaded when it is first needed. Node 22 prints an ExperimentalWarning as it loads, which says nothing to
 * the users of a command line; it alone is held back.
 */
export function sqlite(): typeof Sqlite {
  loaded ??= withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite'));
  if (!loaded)
    throw new StoreFailed(`Node ${process.versions.node} comes without node:sqlite.`, {
      remedy: 'Use Node 22.13 or newer (on 22.12, set NODE_OPTIONS=--experimental-sqlite).',
    });
  return loaded;
}

function withoutExperimentalWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** SQLite's primary result code of a thrown error, such as 5 for SQLITE_BUSY; undefined for any other error. */
function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || (thrown as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR')
    return undefined;
  const { errcode } = thrown as Error & { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

export function isBusy(thrown: unknown): boolean {
  return resultCode(thrown) === BUSY;
}

export function isDamage(thrown: unknown): boolean {
  const code = resultCode(thrown);
  return code === CORRUPT || code === NOT_A_DATABASE;
}
