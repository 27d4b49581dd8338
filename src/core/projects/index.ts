export { FilesNotOpened } from './errors.ts';
export { isOf, openProjects, seenFolder } from './open.ts';
export type * from './projects.ts';
