import { createServer } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openFolder, openWorkbench, type Workbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

/** A stack of sleepers, of which `api` waits for `db` to be healthy. */
function sleepers(api: object = {}): Record<string, string> {
  const sleeper = { image: 'busybox:1', command: ['sleep', '600'], stop_grace_period: '0s' };
  return {
    'compose.yaml': JSON.stringify({
      services: {
        api: { ...sleeper, depends_on: { db: { condition: 'service_healthy' } }, ...api },
        db: { ...sleeper, healthcheck: { test: ['CMD', 'true'], interval: '1s' } },
      },
    }),
  };
}

describe.skipIf(!browserPath)('the stack in a browser', () => {
  it('is planned before what runs is touched, with the cause of each change', async () => {
    await using project = await testProject(engine, sleepers());
    await using workbench = await openStack(await openWorkbench(project));
    const { page } = workbench;
    await page.keyboard.press('u');
    await page.getByRole('button', { name: 'Up to date' }).waitFor();

    await project.write(sleepers({ environment: { NEW: 'one' } }));
    await page.getByRole('button', { name: 'Apply changes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('env NEW added').waitFor();
    expect(await environmentOf(project.name)).not.toContain('NEW=one');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Up to date' }).waitFor();
    expect(await environmentOf(project.name)).toContain('NEW=one');
    expect(workbench.problems).toEqual([]);
  });

  it('is walked by keys, and says why a service died', async () => {
    await using project = await testProject(engine, sleepers());
    await using workbench = await openStack(await openWorkbench(project));
    const { page } = workbench;
    await page.keyboard.press('u');
    await page.getByRole('button', { name: 'Up to date' }).waitFor();

    await page.getByRole('button', { name: /^api: ready/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('heading', { name: 'db' }).waitFor();
    await engine.docker.getContainer(`${project.name}-db-1`).kill();
    await inspector
      .getByText(/killed, exited with 137/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^db: failed/ }).waitFor();
    await page.keyboard.press('Escape');
    await inspector.getByRole('heading', { name: project.name }).waitFor();
  });

  it('tells where the files are wrong, and goes on when they are right again', async () => {
    await using project = await testProject(engine, sleepers());
    await using workbench = await openStack(await openWorkbench(project));
    const { page } = workbench;
    await project.write({ 'compose.yaml': 'services:\n  api:\n    image: busybox\n    portz: []\n' });
    const alert = page.getByRole('alert');
    await alert.getByText(/portz/).waitFor();
    await alert.getByText(/compose\.yaml:4:5/).waitFor();
    await project.write(sleepers());
    await page.getByRole('button', { name: /^db: not created/ }).waitFor();
  });

  it('asks for powers in plain words, and does nothing without them', async () => {
    await using project = await testProject(engine, sleepers({ volumes: ['/etc:/of-this-machine:ro'] }));
    await using workbench = await openStack(await openWorkbench(project));
    const { page } = workbench;
    await page.keyboard.press('u');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('api reads /etc, outside the project.').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await engine.docker.listContainers({ all: true, filters: { name: [project.name] } })).toEqual([]);

    await page.keyboard.press('u');
    await dialog.getByRole('button', { name: 'Give and go on' }).click();
    await page.getByRole('button', { name: 'Up to date' }).waitFor();
  });

  it('offers free ports where one is taken', async () => {
    const server = createServer().listen(0);
    await using _ = { [Symbol.asyncDispose]: async () => void server.close() };
    const { port } = server.address() as { port: number };
    await using project = await testProject(engine, sleepers({ ports: [`${port}:80`] }));
    await using workbench = await openStack(await openWorkbench(project));
    const { page } = workbench;
    await page.keyboard.press('u');
    await page.getByRole('alert').getByText(`api wants port ${port}/tcp`).first().waitFor();
    await page.getByRole('button', { name: 'Use free ports' }).click();
    await page.getByRole('button', { name: /^api: ready/ }).waitFor();
  });
});

/** With the project's folder open; a test that fails takes the workbench down with it. */
async function openStack(workbench: Workbench): Promise<Workbench> {
  await openFolder(workbench);
  await nodes(workbench.page).nth(1).waitFor();
  return workbench;
}

function nodes(page: Page) {
  return page.getByRole('button', { name: /^(api|db): / });
}

async function environmentOf(project: string): Promise<string[]> {
  return (await engine.docker.getContainer(`${project}-api-1`).inspect()).Config.Env;
}
