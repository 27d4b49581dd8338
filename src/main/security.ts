import { app, type Session, shell, type WebContents } from 'electron';
import { isPage } from './app-protocol.ts';

/*
 * What pages may do: show ours, and hand web addresses to the browser. Everything else is refused, also where nothing of
 * ours asks for it. After Electron's own security guide (items 5, 12 to 15, 17).
 */

/** What the page needs; the rest of Chromium's list (camera, USB, notifications, …) is refused. */
const permissions: readonly string[] = ['clipboard-sanitized-write'];

/** Before the first window: for every page that is ever made. */
export function guardPages(): void {
  app.on('web-contents-created', (_, page) => guardPage(page));
}

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((page, permission, answer) =>
    answer(permissions.includes(permission) && isPage(page.getURL())),
  );
  session.setPermissionCheckHandler(
    (_, permission, origin) => permissions.includes(permission) && isPage(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Opens a web address in the user's browser; another kind of address could start any program. */
export function openOutside(address: string): void {
  if (!URL.canParse(address)) return;
  const { protocol, href, username, password } = new URL(address);
  if ((protocol !== 'https:' && protocol !== 'http:') || username || password) return;
  void shell.openExternal(href).catch(() => {});
}

function guardPage(page: WebContents): void {
  // Of every frame; the page itself may load anew.
  page.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
  });
  page.on('will-redirect', (event) => event.preventDefault());
  page.on('will-attach-webview', (event) => event.preventDefault());
  page.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}
