export { shippedFolder } from './built-in.ts';
export type * from './catalogues.ts';
export { type CataloguesOptions, openCatalogues } from './open.ts';
export { type BlockReference, parseBlockReference } from './reference.ts';
