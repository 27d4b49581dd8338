export type * from './activity.ts';
export { marksOf } from './marks.ts';
export { type ActivityOptions, openActivity } from './open.ts';
