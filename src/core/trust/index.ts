export { describeGrants, TrustRequired } from './errors.ts';
export type { Grant, GrantKind } from './grant.ts';
export { type GrantsOptions, grantsOf } from './grants-of.ts';
export { giveTrust, requireTrust, revokeTrust, type TrustState, trustOf } from './trust.ts';
