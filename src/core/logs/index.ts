export { toPattern } from './line-search.ts';
export type * from './logs.ts';
export { type LogsOptions, openLogs, readKept } from './open.ts';
