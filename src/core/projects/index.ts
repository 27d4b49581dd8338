export { FilesNotOpened, NoComposeFile, ProjectUnknown } from './errors.ts';
export { isOf, openProjects, type ProjectsOptions, seenFolder } from './open.ts';
export type * from './projects.ts';
export { repositoryAddress } from './repository-address.ts';
