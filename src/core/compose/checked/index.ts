export { type CheckedFile, readCheckedFile } from './read.ts';
