import { once } from 'node:events';
import { type Core, openCore } from '../core/api/index.ts';
import { exitCodes, toBlockyardError } from '../shared/index.ts';
import { type BrowserServer, findPage, serveBrowser } from '../web/index.ts';
import { openBrowser } from './open-browser.ts';
import type { Session } from './session.ts';

/** The same from start to start, so that what a browser remembers by address (the theme, say) stays. */
const usualPort = 7755;

interface UiOptions {
  port?: number;
  open: boolean;
  version: string;
}

/** Serves the workbench until the command is interrupted, which is how it ends well. Answers the exit code. */
export async function runUi(session: Session, options: UiOptions): Promise<number> {
  const page = findPage();
  await using core = await openCore({
    version: options.version,
    via: 'web',
    host: { kind: 'browser' },
    environment: session.engineEnvironment(),
  });
  await using server = await serve(core, page, options.port);
  if (session.output.json) session.output.line({ url: server.url, port: server.port, pid: process.pid });
  else session.output.text(`${server.url}\n`);
  session.output.note(
    options.open && (await openBrowser(server.ticketUrl()))
      ? 'The workbench opens in your browser. Ctrl-C ends it; stacks go on running.'
      : 'Open this address in a browser. Ctrl-C ends the workbench; stacks go on running.',
  );
  if (!session.signal.aborted) await once(session.signal, 'abort');
  for (const { owner, title } of core.tasks.list({ running: true }))
    if (owner.pid === process.pid) session.output.note(`Interrupted: ${title}.`);
  return exitCodes.done;
}

async function serve(core: Core, page: string, port: number | undefined): Promise<BrowserServer> {
  try {
    return await serveBrowser(core, { page, port: port ?? usualPort });
  } catch (thrown) {
    if (port !== undefined || toBlockyardError(thrown).code !== 'port-taken') throw thrown;
    return await serveBrowser(core, { page });
  }
}
