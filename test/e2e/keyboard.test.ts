import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { focused, openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

const talkers = `
services:
  hall: { image: busybox:1, command: [sh, -c, 'echo hall is open; exec sleep 600'], stop_grace_period: 0s }
  lift: { image: busybox:1, command: [sh, -c, 'echo lift goes; exec sleep 600'], stop_grace_period: 0s }
`;

describe.skipIf(!browserPath)('by keyboard alone', () => {
  it('a folder is opened, brought up, its logs read and searched, and it is taken down', async () => {
    await using project = await testProject(engine, { 'compose.yaml': talkers });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    await page.keyboard.press('Control+o');
    await expect.poll(() => hasFocus(page, 'textbox', 'Folder')).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(project.folder);
    await page.keyboard.press('Enter');
    await page.getByText('There is a Compose file here.').waitFor();
    await tabTo(page, 'Open this folder');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing runs yet.').waitFor();

    await page.keyboard.press('u');
    await page.getByRole('list', { name: 'Services by state' }).getByText('2 of 2 ready').waitFor();
    // `d` alone would ask to take it down.
    await press(page, 'g d');
    await page.getByRole('heading', { name: 'Doctor' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await press(page, 'g 1');
    await press(page, 'g l');
    const log = page.getByRole('log');
    await log.getByText('hall is open').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('lift');
    await log.locator('mark').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await press(page, 'g s');
    await page.getByRole('button', { name: 'Down', exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('dialog', { name: `Take ${project.name} down?` }).waitFor();
    await tabTo(page, 'Down');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing runs yet.').waitFor();
    expect(await engine.docker.listContainers({ all: true, filters: { name: [project.name] } })).toEqual([]);
    expect(workbench.problems).toEqual([]);
  });

  it('everything is found and done by the palette, and each place has its keys', async () => {
    await using project = await testProject(engine, { 'compose.yaml': talkers });
    await using workbench = await openWorkbench(project, { context: { colorScheme: 'light' } });
    const { page } = workbench;
    await openFolder(workbench);
    await page.getByRole('button', { name: /^hall: / }).waitFor();

    await find(page, 'show lift');
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('heading', { name: 'lift' })
      .waitFor();
    await find(page, 'theme dark');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await find(page, 'doctor');
    await page.getByRole('heading', { name: 'Doctor' }).waitFor();
    await find(page, `open ${project.name}`);
    await page.getByRole('heading', { name: project.name, level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('no such thing at all');
    await page.getByText('Nothing is called like that.').waitFor();
    await page.keyboard.press('Escape');
    // A key that is pressed before it is gone would still be its own.
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('?');
    const shortcuts = page.getByRole('dialog', { name: 'Shortcuts' });
    await shortcuts.getByText(`Bring up ${project.name}`).waitFor();
    await shortcuts.getByText('Metrics').waitFor();
    await page.keyboard.press('Escape');
    await shortcuts.waitFor({ state: 'detached' });
    for (const [keys, place] of places) {
      await press(page, keys);
      await page.waitForURL(place);
    }
    // Each view of a project is as it was left.
    await press(page, 'g 1');
    await page.waitForURL(/\/stack\?service=lift/);
    await page.keyboard.press('t');
    await page.getByRole('row', { name: /lift/ }).waitFor();
    await press(page, 'g m');
    await press(page, 'g s');
    await page.getByRole('row', { name: /lift/ }).waitFor();
    expect(workbench.problems).toEqual([]);
  });

  it('it is always seen where one is, and a dialogue gives the focus back', async () => {
    await using project = await testProject(engine, { 'compose.yaml': talkers });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await openFolder(workbench);
    await page.getByRole('button', { name: /^hall: / }).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const unseen: string[] = [];
    for (let stop = 0; stop < 30; stop++) {
      await page.keyboard.press('Tab');
      if (!(await focusIsSeen(page))) unseen.push((await focused(page)) ?? 'nothing');
    }
    expect(unseen).toEqual([]);

    const openers = [
      [page.getByRole('navigation').getByRole('button', { name: 'Open a folder…' }), 'Open a folder…'],
      [page.getByRole('button', { name: 'Shortcuts' }), 'Shortcuts'],
      [page.getByRole('button', { name: 'Do anything, find anything' }), 'Do anything, find anything'],
    ] as const;
    for (const [opener, name] of openers) {
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => focused(page)).toContain(name);
    }
  });
});

const places: [keys: string, place: RegExp][] = [
  ['g p', /#\/projects/],
  ['g k', /#\/tasks/],
  ['g e', /#\/engine/],
  ['g d', /#\/doctor/],
];

/** One key after the other, as `g l` is written. */
async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
}

/** Does the first thing of that name in the palette. */
async function find(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  await page.getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function hasFocus(page: Page, role: 'textbox', name: string): Promise<boolean> {
  return page.getByRole(role, { name }).evaluate((element) => element === document.activeElement);
}

/** Goes on with Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < 40; stop++) {
    const at = await focused(page);
    if (at === name) return;
    passed.push(at ?? 'nothing');
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to “${name}”, but to: ${passed.join(', ')}`);
}

/** Something around what has the focus is drawn otherwise: an outline, on itself or on what it fills. */
async function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const hasOutline = (element: Element, pseudo?: string) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, pseudo);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    };
    const element = document.activeElement ?? document.body;
    // After the last stop the browser's own bar has its turn.
    if (element === document.body) return true;
    const around = element.parentElement ?? element;
    return hasOutline(element) || hasOutline(element, '::after') || hasOutline(around);
  });
}
