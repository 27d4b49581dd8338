export { type PageFile, readPageFile } from './read-file.ts';
