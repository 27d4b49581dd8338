import type * as Http from 'node:http';

/**
 * Node's `http`. A plain `import` would also evaluate its lazy exports (a whole WebSocket and fetch client), which costs
 * 20 ms at every start of the command.
 */
export const http: typeof Http = process.getBuiltinModule('node:http');
