import { implement } from '@orpc/server';
import { contract } from '../../shared/contract/index.ts';
import type { Connection } from './connection.ts';
import type { Core } from './core.ts';

/** What a procedure is given beside its input. */
export interface ApiContext {
  core: Core;
  /** Who asks: a page, a shell, a test. Its end ends all its streams. */
  connection: Connection;
}

/** The contract, ready to be given handlers: `os.logs.follow.handler(…)`. */
export const os = implement(contract).$context<ApiContext>();
