export { type Expansion, expandStack } from './expand-stack.ts';
