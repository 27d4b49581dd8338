export { toPattern } from './line-search.ts';
export type * from './logs.ts';
export { type LogsOptions, openLogs } from './open.ts';
