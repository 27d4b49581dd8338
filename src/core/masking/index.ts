export { isSecret, mask, maskText, Secrets } from './masking.ts';
