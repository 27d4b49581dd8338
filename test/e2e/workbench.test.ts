import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeOnEachEngine } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openWorkbench, orderFrom, shopAtHome } from './workbench.ts';

describeOnEachEngine('the workbench', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('brings the sample up in three clicks, shows its logs, a terminal, its load, a death, and takes it down', async () => {
      await using shop = await shopAtHome(engine);
      await using workbench = await openWorkbench(shop);
      const { page, problems } = workbench;

      // Three clicks, the last of which is only to look.
      await page.getByRole('button', { name: 'Open the sample' }).click();
      await page.getByRole('button', { name: 'Up', exact: true }).first().click();
      const states = page.getByRole('list', { name: 'Services by state' });
      // Images are built on the way.
      await states.getByText('6 of 6 ready').waitFor({ timeout: 120_000 });
      await page.getByRole('radio', { name: 'Table' }).click();
      for (const service of ['api', 'cache', 'db', 'web', 'worker'])
        await row(page, service).getByText('ready', { exact: true }).waitFor();
      await row(page, 'migrate').getByText('done').first().waitFor();

      // Somebody orders; the workbench follows.
      const shopUrl = await row(page, 'web')
        .getByRole('link', { name: /^http/ })
        .first()
        .getAttribute('href');
      await goTo(page, 'Logs');
      const log = page.getByRole('log');
      await log.getByText('ready to accept connections').first().waitFor();
      await orderFrom(workbench, shopUrl ?? '', 'Arch');
      await log.getByText(/sent/).last().waitFor();
      await page.getByRole('textbox', { name: 'Search' }).fill('system is ready to accept');
      await page.getByRole('button', { name: 'Only lines that match' }).click();
      await expect
        .poll(() => shownLines(log))
        .toEqual([expect.stringMatching(/database system is ready to accept connections/)]);

      await goTo(page, 'Terminal');
      await page.getByRole('button', { name: 'Open a terminal in db' }).click();
      const terminal = page.locator('.xterm');
      await terminal.locator('textarea').focus();
      await page.keyboard.type('echo "from $((20 + 22)) inside"\n');
      await terminal.getByText('from 42 inside').waitFor();

      await goTo(page, 'Metrics');
      const figures = page.getByRole('table', { name: 'Use of each service' });
      await figures.getByRole('row', { name: /^db/ }).waitFor();
      const chart = page.getByRole('region', { name: 'CPU' }).locator('canvas').first();
      const before = await chart.screenshot();
      await expect.poll(async () => before.equals(await chart.screenshot()), { timeout: 20_000 }).toBe(false);

      // The stack is still the table that it was.
      await goTo(page, 'Stack');
      await row(page, 'worker').getByText('ready', { exact: true }).waitFor();
      const told = row(page, 'worker')
        .getByText(/exited with 137/)
        .first();
      await engine.docker.getContainer(`${shop.name}-worker-1`).kill();
      await told.waitFor({ timeout: 1_000 });

      await page.getByRole('button', { name: 'Down', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Down' }).click();
      await states.getByText('0 of 6 ready').waitFor();
      await expect
        .poll(() => engine.docker.listContainers({ all: true, filters: { name: [shop.name] } }))
        .toEqual([]);
      expect(problems).toEqual([]);
    });
  });
});

function row(page: Page, service: string): Locator {
  return page.getByRole('row', { name: new RegExp(`^\\S+ ${service}`) });
}

async function shownLines(log: Locator): Promise<string[]> {
  return (await log.locator('[data-stream]').allTextContents()).map((text) => text.trim());
}
