export { type ConnectOptions, connectEngine, type DiscoveredEngine } from './connect.ts';
export type * from './engine.ts';
export { EngineNotFoundError, EngineRefusedError, EngineUnreachableError } from './errors.ts';
