export type { Connection } from './connection.ts';
export type { Core, CoreOptions, DesktopHost, DesktopState, Host } from './core.ts';
export type { ApiContext } from './implement.ts';
export { router } from './router.ts';
