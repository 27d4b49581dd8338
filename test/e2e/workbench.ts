import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type RunningCommand, type TestEngine, type TestProject, testProject } from '../support/index.ts';
import { type OpenBrowser, openBrowser } from './browser.ts';

const sample = fileURLToPath(new URL('../../resources/samples/shop', import.meta.url));

/** The workbench in browser mode, for one project, with a page that looks at it. */
export interface Workbench extends AsyncDisposable {
  readonly project: TestProject;
  readonly url: string;
  readonly opened: OpenBrowser;
  readonly page: Page;
  /** Errors of the page, and what the browser refused to do for it. */
  readonly problems: string[];
  /** The running `blockyard ui`. */
  readonly server: RunningCommand;
  /** Another page, in a context of its own. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

/** Starts `blockyard ui` with a home of its own and opens it in Chromium. */
export async function openWorkbench(
  project: TestProject,
  options: { environment?: Record<string, string>; context?: BrowserContextOptions } = {},
): Promise<Workbench> {
  const server = startUi(project, options.environment);
  const opened = await openBrowser();
  try {
    const url = await urlOf(server);
    const problems: string[] = [];
    const newPage = async (context: BrowserContextOptions = {}) => {
      const page = await (
        await opened.browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })
      ).newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
      });
      return page;
    };
    const page = await newPage(options.context);
    await page.goto(url);
    return {
      project,
      url,
      opened,
      page,
      problems,
      server,
      newPage,
      [Symbol.asyncDispose]: async () => {
        await opened[Symbol.asyncDispose]();
        server.kill('SIGTERM');
        await server.result;
      },
    };
  } catch (thrown) {
    await opened[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** `blockyard ui` as a process; on a port of its own unless one is asked for. */
export function startUi(
  project: TestProject,
  environment: Record<string, string> = {},
  port = 0,
): RunningCommand {
  // The home folder of the user is where the sample would be copied to.
  return project.start(['ui', '--port', String(port), '--no-open', '--json'], {
    environment: { HOME: homeOf(project), ...environment },
  });
}

/** The address with its token, as soon as it is printed. */
export async function urlOf(server: RunningCommand): Promise<string> {
  await server.waitFor(/"url"/);
  const line = server.stdout.split('\n').find((it) => it.includes('"url"')) ?? '';
  return (JSON.parse(line) as { url: string }).url;
}

/** The sample under a project name of its own, so that a shop that somebody looks at stays as it is. */
export async function copyOfShop(engine: TestEngine): Promise<TestProject> {
  const project = await testProject(engine, {}, 'shop');
  await copyShopTo(project.folder);
  return project;
}

/** The sample where "Open the sample" would copy it to, under the project's name. */
export async function shopAtHome(engine: TestEngine): Promise<TestProject> {
  const project = await testProject(engine, {}, 'shop');
  const folder = path.join(homeOf(project), 'blockyard', 'shop');
  await copyShopTo(folder);
  const file = path.join(folder, 'compose.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('name: shop', `name: ${project.name}`));
  // Another shop may run on this machine.
  await project.blockyard(['settings', 'set', 'free-ports', 'true']);
  return project;
}

/** The home folder of the user whose workbench it is. */
function homeOf(project: TestProject): string {
  return path.dirname(project.folder);
}

async function copyShopTo(folder: string): Promise<void> {
  await cp(sample, folder, {
    recursive: true,
    filter: (source) => path.basename(source) !== 'node_modules',
  });
}

/** A view of the project that is open, by its tab. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views of the project' })
    .getByRole('link', { name: new RegExp(`^${view}`) })
    .click();
}

/** Opens a folder by its path in the page's own dialogue, as its user does; answers when its services are shown. */
export async function openFolder({ page, project }: Workbench): Promise<void> {
  await page.getByRole('button', { name: 'Open a folder…' }).first().click();
  await page.getByRole('textbox', { name: 'Folder' }).fill(path.resolve(project.folder));
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.getByText('There is a Compose file here.').waitFor();
  await page.getByRole('button', { name: 'Open this folder' }).click();
  await page.getByRole('heading', { name: project.name, level: 1 }).waitFor();
  await page.getByRole('list', { name: 'Services by state' }).waitFor();
}

/** What has the focus, as it is called; undefined when nothing of the page has it. */
export async function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    const label = element?.getAttribute('aria-label') ?? element?.textContent;
    return element && element !== document.body ? (label ?? undefined)?.trim() : undefined;
  });
}

/** Orders one of a thing on the shop's own page, as its customer. */
export async function orderFrom(workbench: Workbench, url: string, thing: string): Promise<void> {
  const page = await workbench.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: `Order: ${thing}` }).click();
  await page.locator('#orders > li').first().and(page.locator('[data-state=sent]')).waitFor();
  await page.context().close();
}
