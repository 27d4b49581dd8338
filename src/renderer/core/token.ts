const key = 'blockyard:token';

/**
 * The token of the browser mode: it comes in the address's fragment (which no server and no log ever sees), is kept for
 * this tab alone, and leaves the address bar at once.
 */
export function takeToken(): string | undefined {
  const given = /^#?\/?(?:token=|.*[?&]token=)([\w-]+)/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(key) ?? undefined;
  sessionStorage.setItem(key, given);
  history.replaceState(null, '', `${location.pathname}${location.search}#${rest(location.hash)}`);
  return given;
}

/** What the fragment says beside the token: where in the page to go. */
function rest(hash: string): string {
  const left = hash
    .slice(1)
    .replace(/([?&]?)token=[\w-]+&?/, '$1')
    .replace(/[?&]$/, '');
  return left.startsWith('/') ? left : '/';
}
