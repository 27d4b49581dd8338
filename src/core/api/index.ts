export { connectInProcess, connectPort } from './connect.ts';
export { type Connection, type OpenConnection, openConnection } from './connection.ts';
export type { Core, CoreOptions, DesktopHost, DesktopState, Host } from './core.ts';
export type { ApiContext } from './implement.ts';
export { openCore } from './open-core.ts';
export { router } from './router.ts';
