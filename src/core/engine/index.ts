export { type ConnectOptions, connectEngine } from './connect.ts';
export { type DiscoveredEngine, discoverEngines } from './discover.ts';
export { addressOf } from './endpoint.ts';
export type * from './engine.ts';
export { EngineNotFoundError, EngineRefusedError, EngineUnreachableError, isHalfStarted } from './errors.ts';
export { readImageMap } from './images/index.ts';
