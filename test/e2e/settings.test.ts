import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

describe.skipIf(!browserPath)('settings in a browser', () => {
  it('of the look hold at once and after a reload; those of the machine hold for the command line too', async () => {
    await using project = await testProject(engine, {});
    await using workbench = await openWorkbench(project, { context: { colorScheme: 'light' } });
    const { page } = workbench;
    await page.getByRole('link', { name: 'Settings' }).click();
    const theme = page.getByRole('radiogroup', { name: 'Theme' });
    expect(await isDark(page)).toBe(false);
    await theme.getByRole('radio', { name: 'Dark' }).click();
    await expect.poll(() => isDark(page)).toBe(true);
    await page.reload();
    await theme.waitFor();
    expect(await isDark(page)).toBe(true);
    await theme.getByRole('radio', { name: 'System' }).click();
    await expect.poll(() => isDark(page)).toBe(false);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => isDark(page)).toBe(true);
    await theme.getByRole('radio', { name: 'Light' }).click();
    await expect.poll(() => isDark(page)).toBe(false);

    const map = '{"postgres:*":"mirror.test/postgres"}';
    await setTo(page, 'Image map', map);
    await reset(page, 'Image map').waitFor();
    expect((await project.blockyard(['settings', 'get', 'image-map'])).stdout).toContain(map);
    await page.reload();
    const field = page.getByRole('textbox', { name: 'Image map' });
    await expect.poll(() => field.inputValue()).toBe(map);
    await reset(page, 'Image map').click();
    await expect.poll(() => field.inputValue()).toBe('');

    await setTo(page, 'Logs that are kept', 'lots');
    const problem = page.getByRole('alert');
    await problem.getByText('lots is not a size.').first().waitFor();
    await problem
      .getByText(/64m, 1g/)
      .first()
      .waitFor();
    expect(await page.getByRole('textbox', { name: 'Logs that are kept' }).inputValue()).toBe('lots');
    await setTo(page, 'Logs that are kept', '64m');
    await reset(page, 'Logs that are kept').waitFor();
    expect(await problem.count()).toBe(0);

    const ports = page.getByRole('switch', { name: 'Free ports for taken ones' });
    expect(await ports.isChecked()).toBe(false);
    await ports.click();
    await expect.poll(() => ports.isChecked()).toBe(true);
    expect((await project.blockyard(['settings', 'get', 'free-ports'])).stdout.trim()).toMatch(/yes|true/);
    expect(workbench.problems).toEqual([]);
  });
});

async function isDark(page: Page): Promise<boolean> {
  const [red = 255] = await page.evaluate(() =>
    (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(Number),
  );
  return red < 128;
}

async function setTo(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name }).fill(value);
  await page.keyboard.press('Enter');
}

/** Is there once the setting is kept. */
function reset(page: Page, name: string) {
  return page
    .locator('form')
    .filter({ has: page.getByRole('textbox', { name }) })
    .getByRole('button', { name: 'Reset' });
}
