import type { DesktopWish } from '../shared/contract/index.ts';

/** The scheme that the system hands to this app. */
export const linkScheme = 'blockyard';

const longest = 4_096;
const projectId = /^[\w.-]{1,128}$/;
const views = ['stack', 'logs', 'terminal', 'files', 'metrics'];

/**
 * What a `blockyard://` link would like to be shown; undefined when it is none of ours. Anybody can write a link, so it
 * goes somewhere or proposes something in a dialogue, and never does anything:
 * `blockyard://open?folder=/abs/path`, `blockyard://clone?url=https://…`, `blockyard://project/<id>/<view>`.
 */
export function readLink(text: string): DesktopWish | undefined {
  if (text.length > longest || !URL.canParse(text)) return undefined;
  const link = new URL(text);
  if (link.protocol !== `${linkScheme}:` || link.username || link.password || link.port) return undefined;
  switch (link.hostname) {
    case 'open':
      return openFolder(link);
    case 'clone':
      return clone(link);
    case 'project':
      return goToProject(link);
    default:
      return undefined;
  }
}

/** The first link among a command line's arguments: so it comes on Windows and Linux. */
export function linkAmong(args: readonly string[]): DesktopWish | undefined {
  const text = args.find((argument) => argument.startsWith(`${linkScheme}:`));
  return text === undefined ? undefined : readLink(text);
}

function openFolder(link: URL): DesktopWish | undefined {
  const folder = only(link, 'folder');
  // On Windows a folder may also be a network share; looking at a stranger's share would hand it our credentials.
  const isAbsolute = folder !== undefined && (/^\/(?!\/)/.test(folder) || /^[A-Za-z]:[\\/]/.test(folder));
  return isAbsolute && isPrintable(folder) ? { kind: 'open-folder', folder } : undefined;
}

function clone(link: URL): DesktopWish | undefined {
  const url = only(link, 'url');
  return url !== undefined && isPrintable(url) && isRepository(url) ? { kind: 'clone', url } : undefined;
}

/** https and ssh: git's other ways (`ext::`, `file:`, options that begin with `-`) can run programs or read this disk. */
function isRepository(url: string): boolean {
  if (/^[\w][\w.-]*@[\w][\w.-]*:[\w~][^\s]*$/.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'ssh:') && /^[\w[]/.test(hostname) && !password;
}

function goToProject(link: URL): DesktopWish | undefined {
  const [, id = '', view = 'stack', ...rest] = link.pathname.split('/');
  if (!projectId.test(id) || /^\.+$/.test(id) || !views.includes(view || 'stack') || rest.length > 0)
    return undefined;
  return { kind: 'go', path: `/project/${id}/${view || 'stack'}` };
}

/** The one parameter of a link that has one, and no other. */
function only(link: URL, name: string): string | undefined {
  const [first, ...others] = [...link.searchParams];
  const isBare = link.pathname === '' || link.pathname === '/';
  return isBare && first?.[0] === name && others.length === 0 ? first[1] : undefined;
}

/** No control characters, and none that turn the direction of writing: what a dialogue shows must be what is meant. */
function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}
