import { describe, expect, it } from 'vitest';
import { describeOnFirstEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openFolder, openWorkbench } from './workbench.ts';

describeOnFirstEngine('the catalogue', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('finds a block, shows what it would change, adds it by its form, and it comes up', async () => {
      await using project = await testProject(engine, {
        'compose.yaml':
          'services:\n  api:\n    image: busybox\n    command: sleep infinity\n    init: true\n    mem_limit: 64m\n',
      });
      await using workbench = await openWorkbench(project);
      const { page, problems } = workbench;
      await openFolder(workbench);

      await goTo(page, 'Catalogue');
      await page
        .getByRole('searchbox', { name: 'Find a block' })
        .or(page.getByLabel('Find a block'))
        .first()
        .fill('redis_url');
      await page
        .getByRole('list', { name: 'Blocks' })
        .getByRole('button', { name: /^Redis/ })
        .click();
      const form = page.getByRole('form', { name: 'Add Redis' });
      await form.getByRole('textbox', { name: 'Name' }).fill('cache');
      await form.getByRole('group', { name: 'Bind to' }).getByRole('button', { name: 'api' }).click();
      const change = form.getByRole('region', { name: 'blockyard.yaml' });
      await expect
        .poll(async () =>
          (await change.locator('ins').allTextContents()).map((line) => line.slice(1).trimEnd()),
        )
        .toEqual(['blocks:', '  cache: { block: redis@1 }', '', 'services:', '  api:', '    bind: [cache]']);
      await form.getByText(/^Up would take \d+ steps$/).waitFor();

      await form.getByRole('button', { name: 'Add Redis' }).click();
      await page.getByRole('button', { name: 'Up', exact: true }).first().click();
      await page.getByRole('list', { name: 'Services by state' }).getByText('2 of 2 ready').waitFor();
      const { stdout } = await project.blockyard(['exec', '-T', 'api', 'sh', '-c', 'echo "$REDIS_URL"']);
      expect(stdout).toMatch(/^redis:\/\/.*@cache:6379/);
      expect(problems).toEqual([]);
    });
  });
});
