export { childProcesses } from './child-processes.ts';
export { endTree } from './end-tree.ts';
export { ProcessNotStarted } from './errors.ts';
export { EventQueue } from './event-queue.ts';
export { isAlive } from './is-alive.ts';
export { type Parent, parentProcess } from './parent.ts';
export type { ProcessEvent, ProcessHost, ProcessRequest, RunningProcess } from './process-host.ts';
export { type Child, superviseChild } from './supervise.ts';
