/*
 * While files are loaded, a secret is a placeholder: two characters that no text has around its name and what is to be
 * made of it. Values take its place at the very end, so that messages, expressions and warnings never hold one.
 */
const opening = '\uE000';
const closing = '\uE001';
const pattern = /\uE000([^\uE000\uE001]{1,300})\uE001/g;

/** What is made of a secret: percent-encoding, the inside of a JSON text, or a part of it where it is a URL. */
export type Treatment = 'url' | 'json' | UrlPart;
export type UrlPart =
  | 'scheme'
  | 'user'
  | 'password'
  | 'host'
  | 'inside-host'
  | `port:${number}`
  | 'path'
  | 'query';

export interface Placeholder {
  /** Of the secret. */
  name: string;
  /** In the order in which they are carried out. */
  treatments: Treatment[];
}

export function placeholder(name: string, ...treatments: Treatment[]): string {
  return `${opening}${[name, ...treatments].join('|')}${closing}`;
}

export function hasPlaceholder(text: string): boolean {
  return text.includes(opening);
}

/** Those of a text. */
export function placeholdersIn(text: string): Placeholder[] {
  return hasPlaceholder(text) ? [...text.matchAll(pattern)].map(([, inside = '']) => parse(inside)) : [];
}

/** The placeholder that is the whole text; undefined where there is more than one, or other text. */
export function onlyPlaceholder(text: string): Placeholder | undefined {
  const [only] = placeholdersIn(text);
  return only && placeholder(only.name, ...only.treatments) === text ? only : undefined;
}

/** The text with each placeholder replaced; undefined leaves one as it is. */
export function replacePlaceholders(
  text: string,
  replace: (placeholder: Placeholder) => string | undefined,
): string {
  if (!hasPlaceholder(text)) return text;
  return text.replace(pattern, (whole, inside: string) => replace(parse(inside)) ?? whole);
}

/** The text with a treatment: what stands between placeholders now, these when their values are known. */
export function treatText(text: string, treatment: 'url' | 'json'): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const { name, treatments } = parse(match[1] ?? '');
    result += treat(text.slice(from, match.index), treatment) + placeholder(name, ...treatments, treatment);
    from = match.index + match[0].length;
  }
  return result + treat(text.slice(from), treatment);
}

/** What a secret's value is at a placeholder. */
export function treatedValue(value: string, treatments: readonly Treatment[]): string {
  return treatments.reduce(treat, value);
}

function treat(text: string, treatment: Treatment): string {
  switch (treatment) {
    case 'url':
      return encodeURIComponent(text);
    case 'json':
      return JSON.stringify(text).slice(1, -1);
    default:
      return partOf(parseUrl(text), treatment);
  }
}

function parse(inside: string): Placeholder {
  const [name = '', ...treatments] = inside.split('|');
  return { name, treatments: treatments as Treatment[] };
}

/** A URL in its parts, user and password decoded. They may hold placeholders. */
export interface UrlParts {
  scheme: string;
  user: string;
  password: string;
  host: string;
  port?: string | undefined;
  path: string;
  /** Without its question mark. */
  query: string;
}

const url =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/i;

export function parseUrl(text: string): UrlParts | undefined {
  const [match, scheme = '', user = '', password = '', host = '', port, path = '', query = ''] =
    url.exec(text) ?? [];
  if (match === undefined) return undefined;
  return {
    scheme: scheme.toLowerCase(),
    user: decoded(user),
    password: decoded(password),
    host,
    port,
    path,
    query,
  };
}

/** A container means itself by these: a service on the developer's machine is elsewhere for it. */
export function hostFromInside(host: string): string {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host) ? 'host.docker.internal' : host;
}

function partOf(parts: UrlParts | undefined, part: UrlPart): string {
  if (!parts) return '';
  switch (part) {
    case 'scheme':
    case 'user':
    case 'password':
    case 'host':
    case 'path':
    case 'query':
      return parts[part];
    case 'inside-host':
      return hostFromInside(parts.host);
    default:
      return portOf(parts, part.slice('port:'.length));
  }
}

/** Where a URL names no port: some schemes have one of their own, whatever the block's is. */
export function portOf({ scheme, port }: UrlParts, usual: string): string {
  return port ?? portsOfSchemes[scheme] ?? usual;
}

const portsOfSchemes: Partial<Record<string, string>> = { http: '80', https: '443', amqps: '5671' };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
