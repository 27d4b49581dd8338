export { downloadPath } from './download.ts';
export type * from './files.ts';
export { removeHelpers, sweepHelpers } from './helper.ts';
export { listFolder } from './list.ts';
export { placesOf } from './places.ts';
export { readFile } from './read.ts';
