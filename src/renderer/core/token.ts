const key = 'blockyard:token';

/**
 * The token of the browser mode: it comes in the address's fragment (which no server and no log ever sees), is kept for
 * this tab alone, and leaves the address bar at once.
 */
export function takeToken(): string | undefined {
  const { token, place } = splitFragment(location.hash);
  if (token === undefined) return sessionStorage.getItem(key) ?? undefined;
  keepToken(token);
  history.replaceState(null, '', `${location.pathname}${location.search}#${place}`);
  return token;
}

/** For this tab. */
export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}

/** The token of an address's fragment, if there is one, and where in the page it leads beside that. */
export function splitFragment(fragment: string): { token: string | undefined; place: string } {
  const [, before = '', token, after = ''] = /^#?(.*?[?&]|\/?)token=([\w-]+)&?(.*)$/.exec(fragment) ?? [];
  if (token === undefined) return { token, place: fragment.replace(/^#/, '') };
  const place = `${before}${after}`.replace(/[?&]$/, '');
  return { token, place: place.startsWith('/') ? place : '/' };
}
