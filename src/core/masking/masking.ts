/*
 * What looks like a secret never reaches a view. A name tells most of them; addresses carry passwords; keys of known
 * makers have known beginnings. What was found to be a secret in one place is masked in all others as well.
 */

export const mask = '••••••••';

const secretName =
  /pass(word|wd|phrase|code)|(^|[_-])pass($|[_-])|secret|token|credential|private[_-]?key|api[_-]?key|access[_-]?key|signing|encryption|(^|[_-])(key|salt|pepper|jwt|dsn|pwd|auth)$|cookie|session[_-]?key|connection[_-]?string|license[_-]?key/i;
/** Names of places where secrets are, not of secrets. */
const placeName =
  /([_-](file|path|dir|name|id|url|host|ttl|length|type|algorithm|header|enabled|expir\w*))$/i;
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|^(AKIA|ASIA)[A-Z0-9]{16}$|^gh[pousr]_\w{20,}|^github_pat_|^glpat-|^xox[abpr]-|^sk[-_](live|test|proj|ant)?[-_]?\w{16,}|^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/;
/** `scheme://user:password@`, also in the middle of a text; the password may hold anything but what ends it. */
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):([^\s/'"]+)@/gi;
const optionWithSecret =
  /((?:^|\s)--?[\w-]*(?:password|passwd|secret|token|api-?key|requirepass)[\w-]*(?:=|\s+))("[^"]*"|'[^']*'|\S+)/gi;
const assignment = /(^|[\s;,{"'])([A-Za-z_][\w.-]*)("?\s*[=:]\s*)("[^"\n]*"|'[^'\n]*'|[^\s,;}"']+)/g;
/** Shorter ones are words that occur anywhere: masking them would black out the rest. */
const shortestSecret = 6;

/** Whether a variable, label or option of this name holds a secret. */
function isSecretName(name: string): boolean {
  return secretName.test(name) && !placeName.test(name);
}

export function isSecret(name: string, value: string): boolean {
  return value !== '' && (isSecretName(name) || secretValue.test(value));
}

/** Takes passwords out of a text in which names are not at hand: addresses, options, assignments. */
export function maskText(text: string): string {
  return text
    .replace(urlPassword, (_, before: string) => `${before}:${mask}@`)
    .replace(optionWithSecret, (_, option: string) => option + mask)
    .replace(assignment, (whole, lead: string, name: string, sign: string, value: string) =>
      isSecret(name, value) ? lead + name + sign + mask : whole,
    );
}

/** Secrets that were met, to be masked wherever else they stand. */
export class Secrets {
  readonly #values = new Set<string>();

  /** By a map of names and values, such as an environment. */
  learn(variables: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(variables)) {
      if (typeof value !== 'string') continue;
      if (isSecret(name, value)) this.add(value);
      for (const [, , password] of value.matchAll(urlPassword)) if (password) this.add(password);
    }
  }

  add(value: string): void {
    if (value.length >= shortestSecret) this.#values.add(value);
  }

  maskIn(text: string): string {
    let masked = text;
    for (const value of this.#values) masked = masked.replaceAll(value, mask);
    return maskText(masked);
  }

  /** The value of a name. */
  maskValue(name: string, value: string): { value: string; masked: boolean } {
    if (isSecret(name, value)) return { value: mask, masked: true };
    const shown = this.maskIn(value);
    return { value: shown, masked: shown !== value };
  }

  /** Every string of a document, by the name that it stands under. */
  maskDocument(document: unknown, name = ''): unknown {
    if (typeof document === 'string') return this.maskValue(name, document).value;
    if (Array.isArray(document)) return document.map((item) => this.maskDocument(item, name));
    if (typeof document !== 'object' || document === null) return document;
    return Object.fromEntries(
      Object.entries(document).map(([key, value]) => [key, this.maskDocument(value, key)]),
    );
  }
}
