export { createTerminals } from './create.ts';
export type * from './terminals.ts';
