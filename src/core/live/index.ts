export { chooseEngine, type EngineChoice, listEngines } from './choose.ts';
export { meaningOf } from './endings.ts';
export { Latest } from './latest.ts';
export type * from './live.ts';
export { openLive } from './open.ts';
