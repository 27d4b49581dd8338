export {
  type ChoiceParts,
  ChosenByEnvironment,
  chooseEngine,
  type EngineChoice,
  listEngines,
} from './choose.ts';
export { Latest } from './latest.ts';
export type * from './live.ts';
export { type LiveOptions, openLive } from './open.ts';
