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
const optionName = /--?[\w-]*(?:password|passwd|secret|token|api-?key|requirepass)[\w-]*/;
const secretOption = new RegExp(`^${optionName.source}$`, 'i');
const optionWithSecret = new RegExp(`((?:^|\\s)${optionName.source}(?:=|\\s+))("[^"]*"|'[^']*'|\\S+)`, 'gi');
/** Clients whose short options hold passwords: `redis-cli -a …`, `mysql -p…`. */
const redisClient = /(?:^|\/)(?:redis|valkey|keydb)-cli$/;
const mysqlClient = /(?:^|\/)(?:mysql|mariadb)[a-z-]*$/;
const redisPassword = /((?:redis|valkey|keydb)-cli\s(?:[^|;&\n]*?\s)?-a\s+)("[^"]*"|'[^']*'|\S+)/gi;
const mysqlPassword =
  /((?:^|[\s/])(?:mysql|mariadb)[a-z-]*\s(?:[^|;&\n]*?\s)?-p)("[^"]*"|'[^']*'|[^\s"']\S*)/gi;
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
    .replace(redisPassword, (_, before: string) => before + mask)
    .replace(mysqlPassword, (_, before: string) => before + mask)
    .replace(assignment, (whole, lead: string, name: string, sign: string, value: string) =>
      isSecret(name, value) ? lead + name + sign + mask : whole,
    );
}

/** Secrets that were met, to be masked wherever else they stand. */
export class Secrets {
  readonly #values = new Set<string>();

  constructor(values: Iterable<string> = []) {
    for (const value of values) this.add(value);
  }

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

  /** What was added or learnt, and nothing that only looks like a secret: for sentences, which must stay readable. */
  maskKnown(text: string): string {
    let masked = text;
    // The longest first: a password within an address would leave the rest of it.
    for (const value of this.#longestFirst()) masked = masked.replaceAll(value, mask);
    return masked;
  }

  maskIn(text: string): string {
    return maskText(this.maskKnown(text));
  }

  #longestFirst(): string[] {
    return [...this.#values].sort((one, other) => other.length - one.length);
  }

  /** A command in words: what follows the name of a secret is one, whatever is in it. */
  maskWords(words: readonly string[]): string[] {
    const isCallOf = (programs: RegExp, index: number) =>
      words.slice(0, index).some((word) => programs.test(word));
    return words.map((word, index) => {
      const before = words[index - 1] ?? '';
      if (secretOption.test(before) && !word.startsWith('--')) return mask;
      if (before === '-a' && isCallOf(redisClient, index)) return mask;
      if (/^-p./.test(word) && isCallOf(mysqlClient, index)) return `-p${mask}`;
      return this.maskIn(word);
    });
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
    if (isWords(document)) return this.maskWords(document);
    if (Array.isArray(document)) return document.map((item) => this.maskDocument(item, name));
    if (typeof document !== 'object' || document === null) return document;
    return Object.fromEntries(
      Object.entries(document).map(([key, value]) => [key, this.maskDocument(value, key)]),
    );
  }
}

function isWords(document: unknown): document is string[] {
  return Array.isArray(document) && document.every((word) => typeof word === 'string');
}
