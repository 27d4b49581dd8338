import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** Nonce, tag and text, as base64. `label` is no secret, but the text opens under the same label alone. */
export function seal(key: Uint8Array, text: string, label: string): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(label));
  const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), body]).toString('base64');
}

/** Throws when the key, the label or a single bit is another one. */
export function unseal(key: Uint8Array, sealed: string, label: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(label))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]).toString();
}

/** Tells one key from another, and nothing of the key. */
export function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('blockyard secrets key\0').update(key).digest('hex').slice(0, 16);
}
