import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeOnFirstEngine, type TestEngine, type TestProject, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openWorkbench } from './workbench.ts';

const content = String.raw`
mkdir -p /data/deep && cd /data && echo kept > deep/file && head -c 700000 /dev/urandom > noise
: > '<img src=x onerror="document.title=1">'
touch "$(printf 'two\nlines')" "$(printf 'esc\033]0;owned\007')"
ln -s deep to-deep
exec sleep 3600`;

describeOnFirstEngine('the files of the workbench', (engine) => {
  describe.skipIf(!browserPath)('in a browser', () => {
    it('are found by keys, looked at, and taken along', async () => {
      await using project = await oneVolume(engine);
      await using workbench = await openWorkbench(project);
      const { page } = workbench;
      await page
        .getByRole('navigation')
        .getByRole('link', { name: new RegExp(project.name) })
        .click();
      await goTo(page, 'Files');
      await page.getByRole('button', { name: /^data / }).click();
      await expect
        .poll(() => names(page), soon)
        .toEqual([
          ...['deep', 'to-deep', '<img src=x onerror="document.title=1">'],
          ...['esc\\x1b]0;owned\\x07', 'noise', 'two\\nlines'],
        ]);
      expect(await page.getByRole('grid').locator('img').count()).toBe(0);

      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await expect.poll(() => names(page), soon).toEqual(['file']);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const preview = page.getByRole('region', { name: 'Content of file' });
      await preview.getByText('kept').waitFor();
      expect(page.url()).toContain('file=file');
      await page.reload();
      await preview.getByText('kept').waitFor();
      await page.keyboard.press('Escape');
      await preview.waitFor({ state: 'detached' });
      await page.getByRole('grid').focus();
      await page.keyboard.press('Backspace');
      await expect.poll(() => names(page), soon).toContain('noise');

      await page.getByRole('button', { name: 'noise', exact: true }).click();
      const noise = page.getByRole('region', { name: 'Content of noise' });
      await noise.getByText('Not text').waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        noise.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('noise');
      expect((await readFile(await file.path())).length).toBe(700_000);
      const [folder] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download this folder' }).click(),
      ]);
      expect(folder.suggestedFilename()).toBe(`${project.name}_data.tar`);
      expect((await readFile(await folder.path())).includes('kept')).toBe(true);

      await engine.docker.getContainer(`${project.name}-keeper-1`).kill();
      await page.getByRole('button', { name: 'Look again' }).click();
      await expect.poll(() => names(page), soon).toContain('noise');
      expect(await page.title()).toBe(`Files · ${project.name} · Blockyard`);
      expect(workbench.problems).toEqual([]);
    });
  });
});

const soon = { timeout: 20_000 };

async function oneVolume(engine: TestEngine): Promise<TestProject> {
  const keeper = {
    ...{ image: 'busybox:1', init: true, network_mode: 'none', volumes: ['data:/data'] },
    command: ['sh', '-c', content.replaceAll('$', '$$$$')],
  };
  const compose = JSON.stringify({ services: { keeper }, volumes: { data: {} } });
  const project = await testProject(engine, { 'compose.yaml': compose }, 'files');
  const up = await project.blockyard(['up']);
  expect(up, up.stderr).toMatchObject({ code: 0 });
  const last = ['exec', '-T', 'keeper', 'test', '-L', '/data/to-deep'];
  await expect.poll(() => project.blockyard(last), soon).toMatchObject({ code: 0 });
  return project;
}

/** The names that the table shows. */
async function names(page: Page): Promise<string[]> {
  return page.getByRole('grid').getByRole('gridcell').getByRole('button').allTextContents();
}
