import { isSecret, mask, maskText, Secrets } from '../masking/index.ts';

/** `$NAME` and `${NAME}`: what a shell in the container puts in; no secret by itself. */
const reference = /\$\{?[A-Za-z_]\w*(:?[-?][^}]*)?\}?/g;
/** A secret that begins later is not looked for: what finds them takes its time over long texts. */
const longest = 2_000;
/** Words under the names of secrets that are none: switches, paths of secret files, numbers of a setting. */
const harmless = /^(true|false|yes|no|on|off|none|null|auto|default|[0-9]{1,4}|\/.*|file:.*)$/i;
/** Placeholders of the loader around the name of a secret that is not there yet. */
const placeholder = /[\uE000-\uF8FF]/;

export type PlainSecret = 'known-key' | 'by-name' | 'in-address' | undefined;

/** What kind of secret the value of a variable is, as far as its name and shape tell. */
export function plainSecretIn(name: string, value: string): PlainSecret {
  const bare = withoutReferences(value);
  if (bare === '' || placeholder.test(bare)) return undefined;
  if (isSecret('', bare)) return 'known-key';
  if (/:\/\/[^\s/@]*:[^\s/@]*@/.test(bare)) return maskText(bare) === bare ? undefined : 'in-address';
  if (bare.includes(mask) || harmless.test(bare)) return undefined;
  return isSecret(name, bare) ? 'by-name' : undefined;
}

/** Whether the words of a command hold a secret. */
export function plainSecretInWords(words: readonly string[]): PlainSecret {
  const bare = words.map(withoutReferences);
  if (bare.some((word) => placeholder.test(word))) return undefined;
  if (bare.some((word) => word.split(/[\s=]/).some((part) => isSecret('', part)))) return 'known-key';
  const masked = new Secrets().maskWords(bare);
  return masked.some((word, index) => word !== bare[index] && !isSwitch(bare, index)) ? 'by-name' : undefined;
}

function isSwitch(words: readonly string[], index: number): boolean {
  const word = words[index] ?? '';
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : word;
  return value === '' || harmless.test(value);
}

function withoutReferences(text: string): string {
  return text.slice(0, longest).replace(reference, mask);
}
