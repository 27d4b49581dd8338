export { FilesNotOpened } from './errors.ts';
export { type FileWatch, watchFiles } from './file-watch.ts';
export { isOf, openProjects, seenFolder } from './open.ts';
export type * from './projects.ts';
