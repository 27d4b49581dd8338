export type * from './activity.ts';
export { marksOf } from './marks.ts';
export { openActivity } from './open.ts';
