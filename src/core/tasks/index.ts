export { createTasks } from './create.ts';
export { TaskCancelled, TaskNotCancellable, TaskNotFound } from './errors.ts';
export type * from './task.ts';
