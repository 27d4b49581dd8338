export { knownSecrets } from './known-secrets.ts';
export { openStacks } from './open.ts';
export type * from './stacks.ts';
