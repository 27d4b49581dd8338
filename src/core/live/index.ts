export { Latest } from './latest.ts';
export type * from './live.ts';
