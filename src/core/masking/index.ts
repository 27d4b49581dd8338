export { mask, Secrets } from './masking.ts';
