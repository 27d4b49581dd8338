export { describeMissing, SecretsMissing, SecretsUnreadable } from './errors.ts';
export type * from './needs.ts';
export { openSecrets, type SecretStoreOptions } from './open.ts';
export type * from './secrets.ts';
