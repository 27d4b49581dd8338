import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import nodeModule from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compatibility } from '../../src/shared/index.ts';
import { engines, startBrowserMode, startCommand, type TestProject, testProject } from '../support/index.ts';

const [engine] = engines();
if (!engine) throw new Error('There is no engine.');
const project = () => testProject(engine, { 'compose.yaml': 'services: {}' });

/** `blockyard ui` with a page of its own, beside the home. */
const withPage = (it: TestProject) => ({ environment: { BLOCKYARD_PAGE: path.join(it.home, 'page') } });

describe('blockyard ui', () => {
  it('prints its address and no other word of its token, serves the core, and ends well at Ctrl-C', async () => {
    await using shop = await project();
    const ui = await startBrowserMode(shop);
    const hello = await ui.core.session.hello({ compatibility, client: 'test' });
    expect(hello).toMatchObject({ core: { pid: ui.command.pid }, host: 'browser' });
    await ui.core.projects.folders({ path: '/nowhere' }).catch(() => {});
    ui.command.kill('SIGINT');
    const { code, stdout, stderr } = await ui.command.result;
    expect(code).toBe(0);
    const { origin, port, hash } = new URL(ui.url);
    expect(JSON.parse(stdout)).toEqual({ url: ui.url, port: Number(port), pid: ui.command.pid });
    expect(stderr).toBe('');
    const token = hash.slice('#token='.length);
    expect(stdout.split(token)).toHaveLength(2);
    expect(textBelow(shop.home)).not.toContain(token);
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });

  it('says for people how to open and end it', async () => {
    await using shop = await project();
    await shop.write({ '../home/page/index.html': '' });
    const ui = shop.start(['ui', '--port', '0', '--no-open'], withPage(shop));
    await ui.waitFor(/Ctrl-C/);
    ui.kill('SIGINT');
    const { stdout, stderr } = await ui.result;
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
    expect(stderr).toBe(
      'Open this address in a browser. Ctrl-C ends the workbench; stacks go on running.\n' +
        '\nStopping (Ctrl-C again ends at once) …\n',
    );
  });

  it('does without an engine: the page says what is missing', async () => {
    await using shop = await testProject(
      { ...engine, environment: { DOCKER_HOST: 'unix:///nowhere/engine.sock' } },
      {},
    );
    await using ui = await startBrowserMode(shop);
    for await (const state of await ui.core.engines.follow({})) {
      if (state.state !== 'away') continue;
      expect(state.error).toMatchObject({
        code: expect.stringMatching(/^engine-/),
        remedy: expect.any(String),
      });
      break;
    }
  });

  it('refuses what cannot be, with what to do', async () => {
    await using shop = await project();
    const noPage = await shop.blockyard(['ui', '--no-open', '--json'], withPage(shop));
    expect(noPage).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(noPage.stderr)).toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining("The workbench's page is not built"),
      remedy: 'BLOCKYARD_PAGE names this folder: correct or unset it.',
    });

    await shop.write({ '../home/page/index.html': '' });
    const noPort = await shop.blockyard(['ui', '--no-open', '--port', '99999'], withPage(shop));
    expect(noPort).toMatchObject({
      code: 2,
      stderr: 'error: There is no port 99999.\n  → Name one between 1 and 65535.\n',
    });
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const taken = await shop.blockyard(['ui', '--no-open', '--port', port], withPage(shop));
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toBe(
      `error: Port ${port} is in use by another program.\n  → Name another one with \`--port\`, or leave it out: then a free one is taken.\n`,
    );
    other.close();
    expect(await shop.blockyard(['ui', '--port', 'x'])).toMatchObject({ code: 2 });
  });
});

// Node 22 has the hooks by which this looks since 22.15.
it.skipIf(!('registerHooks' in nodeModule))(
  'commands that are no workbench load neither zod nor oRPC',
  async () => {
    await using shop = await project();
    const trace = `data:text/javascript,import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => { console.error('loads ' + url); return next(url, context); } });`;
    const command = path.resolve(import.meta.dirname, '../../out/cli/blockyard.js');
    for (const args of [['--version'], ['ls'], ['config'], ['tasks'], ['settings']]) {
      const { stderr } = await startCommand(process.execPath, ['--import', trace, command, ...args], {
        cwd: shop.folder,
        environment: shop.environment,
      }).result;
      const loaded = [...stderr.matchAll(/^loads file:\/\/(.*)$/gm)].map(([, file]) => file ?? '');
      expect(loaded.length).toBeGreaterThan(0);
      const heavy = loaded.filter((file) => /ZodError|ORPCError/.test(readFileSync(file, 'utf8')));
      expect(heavy, args.join(' ')).toEqual([]);
    }
  },
);

/** Everything that lies in the files below a folder. */
function textBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
