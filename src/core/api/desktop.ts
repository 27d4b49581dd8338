import { BlockyardError } from '../../shared/index.ts';
import type { Core, DesktopHost } from './core.ts';
import { os } from './implement.ts';

export const desktop = {
  state: os.desktop.state.handler(({ context }) => desktopOf(context.core).state()),
  setOpenAtLogin: os.desktop.setOpenAtLogin.handler(({ context, input }) =>
    desktopOf(context.core).setOpenAtLogin(input.open),
  ),
  chooseFolder: os.desktop.chooseFolder.handler(async ({ context }) => ({
    folder: await desktopOf(context.core).chooseFolder(),
  })),
  installUpdate: os.desktop.installUpdate.handler(({ context }) => desktopOf(context.core).installUpdate()),
  setTheme: os.desktop.setTheme.handler(({ context, input }) =>
    desktopOf(context.core).setTheme(input.theme),
  ),
  wishes: os.desktop.wishes.handler(async function* ({ context }) {
    yield* desktopOf(context.core).wishes(context.signal);
  }),
};

function desktopOf({ host }: Core): DesktopHost {
  if (host.desktop) return host.desktop;
  throw new BlockyardError('usage', 'Only the desktop app can do this.', {
    remedy: 'Open Blockyard as an app; in a browser the page has no part of the desktop.',
  });
}
