export type * from './logs.ts';
