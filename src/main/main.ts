import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { DesktopWish } from '../shared/contract/index.ts';
import { registerPageScheme } from './app-protocol.ts';
import { linkAmong, linkScheme, readLink } from './deep-links.ts';
import { guardPages } from './security.ts';
import { isOnlyInstance } from './single-instance.ts';
import { Smoke } from './smoke.ts';
import { Wishes } from './wishes.ts';
import { openWorkbench } from './workbench.ts';

/* The app's entry. What has to be said before `ready` is said here; everything else is in workbench.ts. */

const args = process.argv.slice(1);
const smoke = args.includes('--smoke') ? new Smoke() : undefined;

// One from the clone runs beside one that is installed, with a place of its own.
const name = app.isPackaged ? 'Blockyard' : 'Blockyard (clone)';
app.setName(name);
app.setPath('userData', join(app.getPath('appData'), name));
app.setAppUserModelId('dev.blockyard.app');
app.setAboutPanelOptions({ applicationName: 'Blockyard', applicationVersion: __BLOCKYARD_VERSION__ });
if (smoke) {
  const folder = mkdtempSync(join(tmpdir(), 'blockyard-smoke-'));
  app.setPath('userData', folder);
  process.env['BLOCKYARD_HOME'] = folder;
}
app.enableSandbox();
registerPageScheme();
guardPages();

const wishes = new Wishes();
let show = () => {};
const receive = (wish: DesktopWish | undefined) => {
  if (wish) wishes.add(wish);
  show();
};

// macOS tells links by this event, also the one that started the app: it comes before `ready`.
app.on('open-url', (event, link) => {
  event.preventDefault();
  receive(readLink(link));
});

if (isOnlyInstance((others) => receive(linkAmong(others)))) {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  const wish = linkAmong(args);
  if (wish) wishes.add(wish);
  void app.whenReady().then(() => {
    show = openWorkbench({ args, wishes, smoke });
  });
} else {
  app.quit();
}
