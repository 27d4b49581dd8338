// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { buildWhenStale, commandFile } from '../dev/build.mjs';
import { provideChromium } from '../dev/chromium.mjs';
import { root } from '../dev/places.mjs';

/*
 * `npm run pictures`: the pictures of docs/workbench.md and the README, of the sample shop on the engine that is found
 * (where no other shop runs). They are committed, as small as the page's own colours let them be.
 */

const folder = path.join(root, 'docs', 'pictures');
const homeName = 'blockyard-pictures-';

/**
 * A view to be shown: its place below the project or the machine, and what must have been seen (and done) before.
 * @typedef {{name: string, place: string, before?: (page: import('playwright-core').Page) => Promise<unknown>}} Picture
 */

/** @type {Picture[]} */
const pictures = [
  { name: 'projects', place: 'projects' },
  { name: 'table', place: 'project/$id/stack?as=table' },
  { name: 'blocks', place: 'project/$id/blocks' },
  { name: 'catalogue', place: 'project/$id/catalogue' },
  { name: 'secrets', place: 'project/$id/secrets' },
  { name: 'logs', place: 'project/$id/logs' },
  {
    name: 'terminal',
    place: 'project/$id/terminal',
    before: async (page) => {
      await page.getByRole('button', { name: 'Open a terminal in db' }).click();
      await page
        .locator('.xterm-rows')
        .getByText(/[#$] ?$/)
        .first()
        .waitFor();
      await page.keyboard.type(`psql -U shop -c 'SELECT * FROM orders'\n`);
      await page
        .locator('.xterm-rows')
        .getByText(/rows?\)/)
        .first()
        .waitFor();
    },
  },
  { name: 'metrics', place: 'project/$id/metrics', before: (page) => page.waitForTimeout(60_000) },
  {
    name: 'files',
    place: 'project/$id/files',
    before: (page) => page.getByText('package.json').or(page.getByText('etc')).first().waitFor(),
  },
  { name: 'tasks', place: 'tasks' },
  { name: 'engine', place: 'engine' },
  { name: 'doctor', place: 'doctor' },
  { name: 'settings', place: 'settings' },
  // The drawer that it opens stays open.
  { name: 'stack', place: 'project/$id/stack?service=api', before: openDrawer },
];

/** @param {import('playwright-core').Page} page */
async function openDrawer(page) {
  await page.getByRole('toolbar', { name: 'Drawer' }).getByRole('button', { name: 'Logs' }).click();
  await page.getByRole('log').locator('[data-stream]').first().waitFor();
}

await buildWhenStale('command', 'page');
const executablePath = await provideChromium();
if (!executablePath) throw new Error('No Chromium here: set BLOCKYARD_CHROMIUM to one.');
const home = await mkdtemp(path.join(tmpdir(), homeName));
const child = spawn(process.execPath, [commandFile, 'ui', '--port', '0', '--no-open', '--json'], {
  env: { ...process.env, HOME: home, BLOCKYARD_HOME: path.join(home, 'store') },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await mkdir(folder, { recursive: true });
  const url = await addressOf(child);
  const id = await bringUp(url);
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    const page = await open(url, colorScheme);
    // The README shows one view in the reader's own theme; the docs show each once.
    for (const picture of colorScheme === 'dark'
      ? pictures
      : pictures.filter(({ name }) => name === 'stack')) {
      await goTo(page, picture.place.replace('$id', id));
      await page.waitForTimeout(1_500);
      await picture.before?.(page);
      await page.waitForTimeout(500);
      await page.screenshot({ path: path.join(folder, `${picture.name}-${colorScheme}.png`) });
      process.stdout.write(`${picture.name} ${colorScheme}\n`);
    }
    if (colorScheme === 'light') await takeDown(page, id);
    await page.context().close();
  }
} finally {
  await browser.close();
  child.kill('SIGTERM');
  await once(child, 'close');
  await rm(home, { recursive: true, force: true });
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
async function addressOf({ stdout }) {
  if (stdout)
    for await (const line of createInterface({ input: stdout }))
      if (line.includes('"url"')) return JSON.parse(line).url;
  throw new Error('`blockyard ui` ended without an address.');
}

/** @param {string} url @param {'dark' | 'light'} colorScheme */
async function open(url, colorScheme) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('main').waitFor();
  return page;
}

/** The sample, with a few orders in it. Answers the project's id. @param {string} url */
async function bringUp(url) {
  const page = await open(url, 'dark');
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.getByRole('button', { name: 'Up', exact: true }).first().click();
  await page
    .getByRole('list', { name: 'Services by state' })
    .getByText('6 of 6 ready')
    .waitFor({ timeout: 300_000 });
  const shop = await page
    .getByRole('link', { name: /^http:\/\/localhost/ })
    .first()
    .getAttribute('href');
  const customer = await page.context().newPage();
  await customer.goto(shop ?? '');
  for (const thing of ['Arch', 'Arch', 'Arch']) {
    await customer.getByRole('button', { name: `Order: ${thing}` }).click();
    await customer.waitForTimeout(700);
  }
  await customer.locator('#orders > li[data-state=sent]').nth(2).waitFor();
  const id = /project\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.context().close();
  return id;
}

/** @param {import('playwright-core').Page} page @param {string} id */
async function takeDown(page, id) {
  await goTo(page, `project/${id}/stack`);
  await page.getByRole('button', { name: 'Down', exact: true }).click();
  await page.getByRole('dialog').getByText('Also remove the volumes').click();
  await page.getByRole('dialog').getByRole('button', { name: /^Down/ }).click();
  // Stopped is not gone: this is said when nothing is left.
  await page.getByText('Nothing runs yet').waitFor();
}

/** @param {import('playwright-core').Page} page @param {string} place */
async function goTo(page, place) {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${place}`)}`);
}
