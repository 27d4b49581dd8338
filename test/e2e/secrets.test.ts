import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { planted } from '../support/planted-secret.ts';
import { browserPath } from './browser.ts';
import { goTo, openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

const files = {
  'compose.yaml': 'services: { web: { image: busybox, command: sleep infinity } }',
  'blockyard.yaml': `
services:
  web:
    environment:
      STRIPE_KEY: \${secret:STRIPE_KEY}
      NPM_TOKEN: \${secret:NPM_TOKEN}
secret-sources:
  STRIPE_KEY: { description: The test key., help: Copy it from the dashboard. }
  NPM_TOKEN: { command: [printf, from-its-source] }
`,
};

describe.skipIf(!browserPath)('secrets in a browser', () => {
  it('are told above the stack, given in place, got from their source, and never shown', async () => {
    await using project = await testProject(engine, files);
    await using workbench = await openWorkbench(project);
    const { page, problems } = workbench;
    await openFolder(workbench);
    await page.getByText('2 secrets missing').waitFor();
    await page.getByRole('button', { name: 'Give them' }).click();

    await page.getByText('Copy it from the dashboard.').waitFor();
    await page.getByRole('textbox', { name: 'Value of STRIPE_KEY' }).fill(planted);
    await page.keyboard.press('Enter');
    const remove = page.getByRole('button', { name: 'Delete STRIPE_KEY' });
    await remove.waitFor();

    // Nothing of a stranger's file runs before its user has read it.
    await page.getByRole('button', { name: 'Ask the sources' }).click();
    await page.getByRole('dialog').getByText('printf from-its-source').waitFor();
    await page.getByRole('button', { name: 'Trust them and ask' }).click();
    await page.getByText('Everything that is needed is there').waitFor();
    const told = await project.blockyard(['secrets', '--json']);
    expect(JSON.parse(told.stdout).secrets).toMatchObject([
      { name: 'NPM_TOKEN', state: 'present', origin: 'fetched' },
      { name: 'STRIPE_KEY', state: 'present', origin: 'set' },
    ]);

    await remove.click();
    await page.getByText('web needs it: the next Up waits until it is given again.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('1 secret missing').waitFor();
    // What another process sets is there at once.
    await project.blockyard(['secrets', 'set', 'STRIPE_KEY', '--user'], { input: planted });
    await page.getByText('you, for all projects').waitFor();
    await goTo(page, 'Stack');
    await page.getByRole('list', { name: 'Services by state' }).waitFor();
    expect(await page.getByText('secret missing').count()).toBe(0);

    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('table', { name: 'Secrets' }).getByText('STRIPE_KEY').waitFor();
    expect(await page.content()).not.toContain(planted);
    expect(problems).toEqual([]);
  });
});
