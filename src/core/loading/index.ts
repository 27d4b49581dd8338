export { loadStack, type StackRequest, withoutBlocks } from './load-stack.ts';
