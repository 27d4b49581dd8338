import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

const stackFile = `blocks:
  db: { block: postgres@1 }
  dwh: { block: postgres@1, at: "postgresql://reader@warehouse.example.com/facts", production: true }
  mail: { block: mailpit@1 }
services:
  web: { image: busybox, command: sleep infinity, mem_limit: 32m, bind: [db, mail] }
`;

describe.skipIf(!browserPath)('blocks in a browser', () => {
  it('show their pages and bindings, and a secret goes to the clipboard without being shown', async () => {
    await using project = await testProject(engine, { 'blockyard.yaml': stackFile });
    const permissions = ['clipboard-read', 'clipboard-write'];
    await using workbench = await openWorkbench(project, { context: { permissions } });
    const { page, problems } = workbench;
    await openFolder(workbench);
    await page.locator('[data-block="true"]').nth(1).waitFor();

    await goTo(page, 'Blocks');
    const bindings = page.getByRole('table', { name: 'Bindings of db' });
    const value = (variable: string) => bindings.getByRole('row', { name: new RegExp(`^${variable}\\b`) });
    await value('PGHOST').getByText('127.0.0.1').waitFor();
    await page.getByText('production, read only').waitFor();
    await page.getByRole('list', { name: 'Endpoints' }).getByRole('link', { name: '127.0.0.1:2' }).waitFor();

    await bindings.getByRole('button', { name: 'Copy the secret value of DATABASE_URL' }).click();
    await bindings.getByText('Copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^postgresql:\/\/app:\w{24}@127\.0\.0\.1:2\d{4}\/app$/);
    expect(await page.content()).not.toContain(new URL(copied).password);

    await page.getByRole('radio', { name: 'Inside the network' }).click();
    await value('PGHOST').getByText('db', { exact: true }).waitFor();
    await value('PGPORT').getByText('5432').waitFor();

    await page.getByRole('link', { name: 'web' }).first().click();
    await page.getByRole('heading', { name: 'web', level: 2 }).waitFor();
    expect(problems).toEqual([]);
  });
});
