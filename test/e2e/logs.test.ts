import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeOnFirstEngine, type TestEngine, type TestProject, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const hostile = String.raw`
printf '<img src=x onerror="document.title=1">\n'
printf '\033]0;owned title\007after a title\n'
printf 'turned \342\200\256 gpj.exe\n'
printf 'tall H\314\200\314\201\314\202\314\203\314\204\314\205\314\206\314\207\314\210\314\211e\n'
printf '\033[2J\033[1;1Hcleared \033[31mred\033[0m\n'
printf 'binary \377\376\000\n'
printf '{"level":"error","msg":"no queue","at":{"port":5672}}\n'
head -c 300000 /dev/zero | tr '\0' w; echo
exec sleep 3600`;

const counting = `
n=0
while [ $n -lt 3000 ]; do n=$((n+1)); echo "count $n"; done
while :; do n=$((n+1)); echo "count $n"; sleep 0.1; done`;

describeOnFirstEngine('the logs of the workbench', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('show hostile lines as text, each in its row', async () => {
      await using project = await projectOf(engine, { evil: hostile, other: 'echo hello; exec sleep 3600' });
      await using workbench = await openWorkbench(project);
      const { log, page } = await openLogs(workbench);
      await log.getByText('no queue').waitFor();
      const lines = (await shownLines(log)).filter((text) => text !== 'hello');
      expect(lines.slice(0, 6)).toEqual([
        '<img src=x onerror="document.title=1">',
        'after a title',
        String.raw`turned \u202e gpj.exe`,
        expect.stringContaining('tall'),
        'cleared red',
        'binary \ufffd\ufffd\ufffd',
      ]);
      expect(await log.locator('img, script, a').count()).toBe(0);
      expect(await page.title()).toBe(`Logs · ${project.name} · Blockyard`);
      const heights = await log
        .locator('[data-stream]')
        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
      expect(new Set(heights)).toEqual(new Set([20]));
      await log.getByText('cut: 300,000 characters, download for all').waitFor();

      await log.getByText('no queue').click();
      const details = page.getByRole('complementary', { name: 'Line' });
      await details.getByText('"port": 5672').waitFor();
      await page.keyboard.press('Escape');
      await details.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Regular expression' }).click();
      await page.getByLabel('Search by expression').fill('^(w|w)*x');
      await page.getByText('This expression takes too long').waitFor();
      await page.getByLabel('Search by expression').fill('gpj\\.(exe|com)');
      await page.getByRole('status').getByText('1', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Empty the search' }).click();

      await page.getByRole('button', { name: 'error', exact: true }).click();
      await expect.poll(() => shownLines(log)).toEqual([expect.stringContaining('no queue')]);
      await page.getByRole('button', { name: 'All', exact: true }).click();
      await page.getByRole('button', { name: 'other', exact: true }).first().click();
      await expect.poll(() => shownLines(log)).toEqual(['hello']);
      expect(workbench.problems).toEqual([]);
    });

    it('follow, pause, search, open a moment, and are a file', async () => {
      await using project = await projectOf(engine, { counter: counting });
      await using workbench = await openWorkbench(project);
      const { log, page } = await openLogs(workbench);
      await log
        .getByText(/^count 30\d\d$/)
        .last()
        .waitFor();

      await log.hover();
      await page.mouse.wheel(0, -400);
      await page.getByRole('button', { name: /new lines?$/ }).waitFor();
      const paused = await shownLines(log);
      await page.getByRole('button', { name: /^([4-9]|\d\d+) new lines$/ }).waitFor();
      expect(await shownLines(log)).toEqual(paused);
      await page.getByRole('button', { name: /new lines?$/ }).click();
      await page.getByText(/^Following/).waitFor();

      await page.keyboard.press('/');
      await page.keyboard.type('count 1777');
      await page.getByRole('status').getByText('1', { exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await log.getByText('count 1777').waitFor();
      await expect.poll(() => page.url()).toMatch(/q=count(\+|%20)1777/);
      // Back at the lines the search stays, and a second time ends it.
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await page.getByRole('status').getByText('1 of 1', { exact: true }).waitFor();

      await log.getByText('count 1777').click();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy a link to this moment' }).click();
      await page.getByText('Copied a link to this moment.').waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      await page.goto('about:blank');
      await page.goto(workbench.url);
      await page.goto(link);
      await page.getByRole('log').getByText('count 1777').waitFor();

      const file = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Download as text' }).click();
      const stream = await (await file).createReadStream();
      let text = '';
      for await (const piece of stream) text += piece;
      const numbers = text
        .trimEnd()
        .split('\n')
        .map((line) => Number(line.replace('count ', '')));
      expect(numbers.length).toBeGreaterThan(3_000);
      expect(numbers.findIndex((number, index) => number !== index + 1)).toBe(-1);
      expect(workbench.problems).toEqual([]);
    });
  });
});

/** A project whose services run scripts of the shell; it is up. */
async function projectOf(engine: TestEngine, scripts: Record<string, string>): Promise<TestProject> {
  const services = Object.entries(scripts).map(([name, script]) => [
    name,
    {
      image: 'busybox:1',
      init: true,
      stop_grace_period: '0s',
      command: ['sh', '-c', script.replaceAll('$', '$$$$')],
    },
  ]);
  const compose = JSON.stringify({ services: Object.fromEntries(services) });
  const project = await testProject(engine, { 'compose.yaml': compose }, 'logs');
  const up = await project.blockyard(['up']);
  expect(up, up.stderr).toMatchObject({ code: 0 });
  return project;
}

/** A stack that the engine shows is in the side bar, without being opened. */
async function openLogs({ page, project }: Workbench): Promise<{ page: Page; log: Locator }> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(project.name) })
    .click();
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  const log = page.getByRole('log');
  await log.waitFor();
  return { page, log };
}

/** The texts of the rows, without time and service. */
async function shownLines(log: Locator): Promise<string[]> {
  return log.locator('[data-stream] bdi').allTextContents();
}
