import { describe, expect, it } from 'vitest';
import { describeOnEachEngine, type TestProject } from '../support/index.ts';
import { browserPath, openBrowser } from './browser.ts';
import { copyOfShop } from './workbench.ts';

describeOnEachEngine('the sample shop', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('comes up with one command, takes an order and has it handled; the row is in postgres', async () => {
      await using shop = await copyOfShop(engine);
      const up = await shop.blockyard(['-p', shop.name, 'up', '--wait', '--free-ports']);
      expect(up, up.stderr).toMatchObject({ code: 0 });

      await using opened = await openBrowser();
      const page = await opened.browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(await urlOf(shop, 'web'));
      await page.getByRole('button', { name: 'Order: Arch' }).click();

      const order = page.locator('#orders > li').first();
      await order.and(page.locator('[data-state=placed], [data-state=packed]')).waitFor();
      await order.and(page.locator('[data-state=sent]')).waitFor();
      expect(await order.locator('strong').textContent()).toBe('Arch');
      expect(problems).toEqual([]);

      const query =
        'SELECT products.name, state, sent_at > placed_at FROM orders JOIN products ON products.id = product_id';
      const rows = await shop.blockyard([
        ...['-p', shop.name, 'exec', '-T', 'db'],
        ...[
          'psql',
          '--username',
          'shop',
          '--dbname',
          'shop',
          '--tuples-only',
          '--no-align',
          '--command',
          query,
        ],
      ]);
      expect(rows).toMatchObject({ code: 0, stdout: 'Arch|sent|t\n' });

      const down = await shop.blockyard(['-p', shop.name, 'down', '--volumes']);
      expect(down, down.stderr).toMatchObject({ code: 0 });
    });
  });
});

async function urlOf(shop: TestProject, service: string): Promise<string> {
  const { stdout } = await shop.blockyard(['-p', shop.name, 'port', service, '80']);
  return `http://localhost:${stdout.trim().split(':').at(-1)}/`;
}
