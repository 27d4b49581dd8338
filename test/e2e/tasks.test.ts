import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

/** `web` waits for a job that ends when it is told to. */
const gated = `
services:
  web:
    image: busybox:1
    command: [sleep, "600"]
    stop_grace_period: 0s
    depends_on: { gate: { condition: service_completed_successfully } }
  gate:
    image: busybox:1
    command: [sh, -c, 'trap "exit 0" USR1; while :; do sleep 0.1; done']
    stop_grace_period: 0s
`;

describe.skipIf(!browserPath)('tasks in a browser', () => {
  it('are cancelled and tried again, those of the command line too', async () => {
    await using project = await testProject(engine, { 'compose.yaml': gated });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    const gate = engine.docker.getContainer(`${project.name}-gate-1`);
    const isWaiting = async () => (await gate.inspect().catch(() => undefined))?.State.Running ?? false;
    const running = page.getByRole('list', { name: 'Running tasks' }).getByRole('listitem');
    const ended = page.getByRole('list', { name: 'Ended tasks' });

    await openFolder(workbench);
    await page.keyboard.press('u');
    await expect.poll(isWaiting, soon).toBe(true);
    // The foot tells of it and leads to it.
    await page
      .getByRole('contentinfo')
      .getByRole('link', { name: `Up ${project.name}` })
      .click();
    await running.getByText(/waits for gate/).waitFor();
    await running.getByRole('button', { name: 'Cancel' }).click();
    await card(page, 'cancelled').waitFor();
    await page.getByText('Nothing is going on').waitFor();

    await card(page, 'cancelled').getByRole('button', { name: 'Again' }).click();
    await running.getByText(/waits for gate/).waitFor();
    await expect.poll(isWaiting, soon).toBe(true);
    await gate.kill({ signal: 'SIGUSR1' });
    await card(page, 'done').getByText('browser').waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: `${project.name} 2/2` })
      .waitFor();

    expect(await project.blockyard(['down'])).toMatchObject({ code: 0 });
    await using command = project.start(['up']);
    await expect.poll(isWaiting, soon).toBe(true);
    await running.getByText('command line').waitFor();
    await running.getByRole('button', { name: 'Cancel' }).click();
    expect((await command.result).code).not.toBe(0);
    await ended.getByText(/cancelled .* command line/).waitFor();

    await page.getByRole('radio', { name: 'Failed' }).click();
    await page.getByText('No task is like that: change the filter above.').waitFor();
    expect(workbench.problems).toEqual([]);
  });
});

const soon = { timeout: 20_000 };

/** The newest task that ended like this. */
function card(page: Page, outcome: string) {
  return page
    .getByRole('list', { name: 'Ended tasks' })
    .getByRole('listitem')
    .filter({ hasText: `${outcome} ·` })
    .first();
}
