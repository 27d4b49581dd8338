import { AddressRefused } from './errors.ts';

/** Where a repository is, fit to be given to git, and fit to be shown. */
export interface RepositoryAddress {
  url: string;
  /** Without what may be a secret. */
  shown: string;
  /** Whether that made a difference. */
  holdsSecret: boolean;
  /** The repository's own name: the last part without `.git`. */
  name: string;
  /** Takes what is secret in the address out of a text. */
  withoutSecrets(text: string): string;
}

/** Ways that git has built in. `ext::` and other helpers run programs; a word that begins with `-` is an option. */
const schemes = new Set(['https:', 'http:', 'ssh:', 'git:', 'file:']);
const secureShell = /^(?:([A-Za-z0-9._~-]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*):(?!:)([^\s].*)$/;

/** Throws `usage` for what git would take for something else than the place of a repository. */
export function repositoryAddress(text: string): RepositoryAddress {
  const url = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (url === '' || url.startsWith('-') || /[\u0000-\u0020\u007f]/.test(url) || /^[a-z0-9+.-]+::/i.test(url))
    throw refused(url);
  const parsed = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? URL.parse(url) : undefined;
  if (parsed) return fromUrl(url, parsed);
  const match = secureShell.exec(url);
  if (!match || url.includes('://')) throw refused(url);
  return {
    url,
    shown: url,
    holdsSecret: false,
    name: lastPart(match[3] ?? ''),
    withoutSecrets: (words) => words,
  };
}

function fromUrl(url: string, parsed: URL): RepositoryAddress {
  if (!schemes.has(parsed.protocol) || parsed.hostname.startsWith('-') || parsed.username.startsWith('-'))
    throw refused(parsed.protocol);
  if (parsed.protocol !== 'file:' && parsed.hostname === '') throw refused(url);
  // For http a name alone may be a token as well; for ssh it is who signs in.
  const secrets = [parsed.password, parsed.protocol === 'ssh:' ? '' : parsed.username].filter(Boolean);
  const shown = new URL(parsed);
  shown.password = '';
  if (parsed.protocol !== 'ssh:') shown.username = '';
  return {
    url,
    shown: shown.href,
    holdsSecret: secrets.length > 0,
    name: lastPart(decoded(parsed.pathname)),
    withoutSecrets: (words) =>
      secrets
        .flatMap((secret) => [secret, decoded(secret)])
        .reduce((rest, secret) => rest.replaceAll(secret, '***'), words),
  };
}

function lastPart(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\:]/)
      .at(-1)
      ?.replace(/\.git$/, '') ?? ''
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(what: string): AddressRefused {
  return new AddressRefused(what.replace(/\/\/[^/]*@/, '//').slice(0, 200));
}
