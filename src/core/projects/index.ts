export type * from './projects.ts';
