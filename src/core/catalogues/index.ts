export type * from './catalogues.ts';
