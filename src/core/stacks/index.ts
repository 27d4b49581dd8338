export { openStacks } from './open.ts';
export type { StacksOptions } from './sources.ts';
export type * from './stacks.ts';
