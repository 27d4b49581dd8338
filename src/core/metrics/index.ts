export type * from './metrics.ts';
export { openMetrics } from './open.ts';
