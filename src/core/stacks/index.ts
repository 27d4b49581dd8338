export { openStacks } from './open.ts';
export type * from './stacks.ts';
