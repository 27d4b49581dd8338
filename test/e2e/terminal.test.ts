import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeOnFirstEngine, type TestEngine, type TestProject, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openWorkbench, type Workbench } from './workbench.ts';

describeOnFirstEngine('the terminal of the workbench', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('goes on over other views and a reload, stops a flood, and ends when it is closed', async () => {
      await using project = await twoShells(engine);
      await using workbench = await openWorkbench(project);
      const { page } = await openTerminals(workbench);
      await page.getByRole('button', { name: 'Open a terminal in shell' }).click();
      await typed(page, 'echo one-$((1+1))', 'one-2');

      await goTo(page, 'Logs');
      await goTo(page, 'Terminal');
      await shown(page).getByText('one-2', { exact: true }).waitFor();
      await page.reload();
      await shown(page).getByText('one-2', { exact: true }).waitFor();
      await typed(page, 'echo two-$((1+1))', 'two-2');

      await shown(page).locator('textarea').focus();
      await page.keyboard.type('yes flood\n');
      await shown(page).getByText('flood', { exact: true }).nth(5).waitFor();
      await page.keyboard.press('Control+c');
      await typed(page, 'echo stopped-$((1+1))', 'stopped-2');

      await page.getByRole('button', { name: 'New' }).click();
      await page.getByRole('menuitem', { name: 'other' }).click();
      await page.getByRole('region', { name: 'Terminal other' }).waitFor();
      await typed(page, 'exit 3');
      await page.getByText('Ended with exit code 3.').waitFor();
      await page.getByRole('button', { name: 'Open again' }).click();
      await page.getByText('Ended with exit code 3.').waitFor({ state: 'detached' });
      await typed(page, 'echo again-$((1+1))', 'again-2');

      for (const name of ['other', 'shell'])
        await page.getByRole('button', { name: `Close ${name}` }).click();
      await page.getByRole('button', { name: 'Open a terminal in shell' }).waitFor();
      await expect.poll(() => processesOf(project, 'shell'), soon).not.toContain('sh');
      expect(workbench.problems).toEqual([]);
    });

    it('leaves every key to the program but those with Shift, and lets nothing of it out', async () => {
      await using project = await twoShells(engine);
      await using workbench = await openWorkbench(project);
      const { page } = await openTerminals(workbench);
      await page.getByRole('button', { name: 'Open a terminal in shell' }).click();
      await shown(page).locator('textarea').focus();
      await page.keyboard.press('Control+k');
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.keyboard.press('Control+u');

      const title = await page.title();
      const hostile = String.raw`printf '\033]0;owned\007\033]52;c;b3duZWQ=\007<img src=x>\n'; echo done-$((1+1))`;
      await typed(page, hostile, 'done-2');
      expect(await page.title()).toBe(title);
      expect(await shown(page).locator('img').count()).toBe(0);

      await page.keyboard.press('Control+Shift+l');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('.xterm')), soon)
        .toBeNull();
      await page.keyboard.press('Control+Shift+f');
      await page.getByRole('textbox', { name: 'Find in the terminal' }).fill('done-2');
      await page.keyboard.press('Escape');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('.xterm') !== null), soon)
        .toBe(true);
      expect(workbench.problems).toEqual([]);
    });
  });
});

const soon = { timeout: 20_000 };

async function twoShells(engine: TestEngine): Promise<TestProject> {
  const service = { image: 'busybox:1', init: true, network_mode: 'none', command: 'sleep 3600' };
  const compose = JSON.stringify({ services: { shell: service, other: service } });
  const project = await testProject(engine, { 'compose.yaml': compose }, 'terminal');
  const up = await project.blockyard(['up']);
  expect(up, up.stderr).toMatchObject({ code: 0 });
  return project;
}

async function openTerminals({ page, project }: Workbench): Promise<{ page: Page }> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(project.name) })
    .click();
  await goTo(page, 'Terminal');
  return { page };
}

/** The terminal that is seen. */
function shown(page: Page) {
  return page.locator('.xterm:visible');
}

/** Types a line, and waits for an answer that the line itself does not hold. */
async function typed(page: Page, line: string, answer?: string): Promise<void> {
  await shown(page).locator('textarea').focus();
  await page.keyboard.type(`${line}\n`);
  if (answer) await shown(page).getByText(answer).last().waitFor();
}

async function processesOf(project: TestProject, service: string): Promise<string[]> {
  const container = project.engine.docker.getContainer(`${project.name}-${service}-1`);
  const { Titles, Processes } = await container.top();
  return Processes.map((process: string[]) => process[Titles.indexOf('CMD')] ?? '');
}
