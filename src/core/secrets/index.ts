export type * from './secrets.ts';
