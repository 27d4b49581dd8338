export { describeMissing, SecretsMissing, SecretsUnreadable } from './errors.ts';
export { keyFile } from './key.ts';
export { type LookedUpSecrets, lookUpSecrets } from './look-up.ts';
export type * from './needs.ts';
export { openSecrets, type SecretStoreOptions } from './open.ts';
export { overviewOf, type SecretOverview } from './overview.ts';
export { type GatheredSecrets, gatherSecrets, type ProjectSecrets, requireSecrets } from './require.ts';
export type * from './secrets.ts';
export { secretsFile } from './secrets-file.ts';
