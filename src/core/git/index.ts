export { type RepositoryAddress, repositoryAddress } from './address.ts';
export { GitFailed } from './errors.ts';
export { type Git, type GitProgress, openGit } from './run.ts';
