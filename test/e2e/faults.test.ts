import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  engines,
  fixtureImage,
  noPrivateEngine,
  startPrivateEngine,
  type TestEngine,
  testProject,
} from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openWorkbench, startUi, urlOf, type Workbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

const twoSleepers = `
services:
  first: { image: busybox:1, command: [sleep, "600"], stop_grace_period: 0s }
  second: { image: busybox:1, command: [sleep, "600"], stop_grace_period: 0s }
`;

describe.skipIf(!browserPath)('the workbench when something breaks', () => {
  it('says that the core is gone, comes back with it, and its lists are right again', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoSleepers });
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    await using workbench = await openWorkbench(project);
    const { page, server } = workbench;
    const id = await openTable(workbench);
    await row(page, 'second').getByText('ready', { exact: true }).waitFor();

    server.kill('SIGKILL');
    await page
      .getByRole('alert')
      .or(page.getByRole('status'))
      .getByText(/core|connection/i)
      .first()
      .waitFor();
    // What was there stays to be read, and changes while nobody looks.
    await row(page, 'second').waitFor();
    await engine.docker.getContainer(`${project.name}-second-1`).kill();

    const port = Number(new URL(workbench.url).port);
    await using again = startUi(project, {}, port);
    const url = await urlOf(again);
    // The key is another one at each start: the old tab says so, the new address opens.
    await page
      .getByText(/key|token|opened anew|address/i)
      .first()
      .waitFor();
    await page.goto('about:blank');
    await page.goto(url);
    await show(page, `project/${id}/stack?as=table`);
    await row(page, 'second')
      .getByText(/exited|failed/)
      .first()
      .waitFor();
    await row(page, 'first').getByText('ready', { exact: true }).waitFor();
  });

  it('writes hostile names and lines as the text that they are', async () => {
    const line =
      '<img src=x onerror="window.hit=1"> \u001b]0;owned\u0007\u001b[31mred\u001b[0m \u202Eright to left';
    await using project = await testProject(engine, {
      'compose.yaml': JSON.stringify({
        services: {
          loud: {
            image: 'busybox:1',
            command: ['sh', '-c', 'while :; do echo "$$LINE"; sleep 1; done'],
            environment: { LINE: line },
            labels: { '<script>window.hit=1</script>': '"><img src=x onerror=window.hit=1>' },
            stop_grace_period: '0s',
          },
        },
      }),
    });
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    const id = await openTable(workbench);
    await show(page, `project/${id}/logs`);
    const shown = page.getByRole('log').locator('[data-stream]').last();
    await shown.waitFor();
    const text = await shown.textContent();
    expect(text).toContain('<img src=x onerror="window.hit=1">');
    expect(text).toContain('red');
    expect(text).not.toContain('owned');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    expect(await page.title()).not.toMatch(/owned/);
    await show(page, `project/${id}/stack?service=loud`);
    await page.getByRole('complementary', { name: 'Inspector' }).getByText('LINE').first().waitFor();
    expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
    expect(workbench.problems).toEqual([]);
  });

  it('tells a tab of another version what to do', async () => {
    await using project = await testProject(engine, { 'compose.yaml': twoSleepers });
    await using workbench = await openWorkbench(project);
    const page = await workbench.newPage();
    // An older page: its files say another number.
    await page.route(/\.js$/, async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({
        response,
        body: body.replace(/compatibility:\s*\w+(?=[,}])/, 'compatibility:0'),
      });
    });
    await page.goto(workbench.url);
    await page
      .getByText(/older|reload|load .* anew/i)
      .first()
      .waitFor();
  });
});

describe.skipIf(!browserPath || noPrivateEngine(engine))('the workbench and an engine that goes away', () => {
  it('keeps what it saw, says so, and is right again when the engine is back', async () => {
    await using own = await startPrivateEngine({ like: engine, images: [fixtureImage('busybox')] });
    await using project = await testProject(own, { 'compose.yaml': twoSleepers });
    expect(await project.blockyard(['up'])).toMatchObject({ code: 0 });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await openTable(workbench);
    await row(page, 'first').getByText('ready', { exact: true }).waitFor();
    await own.stop();
    await page
      .getByText(/It is tried again by itself/)
      .first()
      .waitFor();
    await row(page, 'first').waitFor();
    await own.start();
    // An engine that was stopped has stopped its containers.
    await row(page, 'first')
      .getByText(/exited|stopped|failed/)
      .first()
      .waitFor();
  });
});

/** Opens the project's folder by the page's own dialogue and its stack as a table. Answers the project's id. */
async function openTable({ page, project }: Workbench): Promise<string> {
  await page.getByRole('link', { name: project.name }).first().click();
  await page.waitForURL(/project\//);
  const id = /project\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await show(page, `project/${id}/stack?as=table`);
  return id;
}

async function show(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${place}`);
}

function row(page: Page, service: string) {
  return page.getByRole('row', { name: new RegExp(`^\\S+ ${service}`) });
}
