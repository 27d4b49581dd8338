import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, temporaryFolder, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;
const compose = 'services:\n  app: { image: busybox:1, command: [sleep, "600"] }\n';

describe.skipIf(!browserPath)('projects in a browser', () => {
  it('say what is missing while there is no engine, and how to get one', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const environment = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    await using workbench = await openWorkbench(project, { environment });
    const { page } = workbench;
    await page.getByRole('heading', { name: 'No container engine answers' }).waitFor();
    await page.getByRole('alert').getByText('/nowhere/docker.sock').first().waitFor();
    if (process.platform === 'linux') await page.getByText('sudo apt install docker.io').waitFor();
    await page.getByRole('button', { name: 'Copy the command' }).first().waitFor();
    await page.getByRole('link', { name: 'no engine' }).waitFor();
    // What needs none can be done all the same.
    await chooseFolder(page, project.name);
    await page.getByText('There is a Compose file here.').waitFor();
    await page.getByRole('button', { name: 'Open this folder' }).click();
    await page.getByRole('button', { name: /^app: / }).waitFor();
    await page.getByRole('status').getByText('No engine can be used.').waitFor();
    expect(await page.getByRole('button', { name: 'Up', exact: true }).isDisabled()).toBe(true);
    expect(workbench.problems).toEqual([]);
  });

  it('are found in the folders of this machine, and forgotten without a loss', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose, 'inner/notes.txt': 'none' });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await chooseFolder(page, project.name);
    await page.getByText('There is a Compose file here.').waitFor();
    const open = page.getByRole('button', { name: 'Open this folder' });
    await page.getByRole('list', { name: 'Folders' }).getByRole('button', { name: 'inner' }).click();
    await page.getByText('There is no Compose file here').waitFor();
    expect(await open.isDisabled()).toBe(true);

    // A path that is none, typed; what was typed stays to be mended.
    const field = page.getByRole('textbox', { name: 'Folder' });
    await field.fill(`${project.folder}-not`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(`${project.folder}-not does not exist.`).waitFor();
    await field.fill(project.folder);
    await page.keyboard.press('Enter');
    await page.getByText('There is a Compose file here.').waitFor();
    await open.click();
    await page.getByText('Nothing runs yet.').waitFor();

    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    const mine = page.getByRole('list', { name: 'Opened projects' });
    await mine.getByText(`not up · 1 service`).waitFor();
    await mine.getByRole('button', { name: `More for ${project.name}` }).click();
    await page.getByRole('menuitem', { name: /^Forget/ }).click();
    await page.getByRole('heading', { name: 'Bring up your first stack' }).waitFor();
    await access(path.join(project.folder, 'compose.yaml'));
    expect(workbench.problems).toEqual([]);
  });

  it('keep what is typed while folders are still listed', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await page.getByRole('button', { name: 'Open a folder…' }).first().click();
    const field = page.getByRole('textbox', { name: 'Folder' });
    await field.fill('/typed at once');
    await page.getByRole('list', { name: 'Folders' }).waitFor();
    expect(await field.inputValue()).toBe('/typed at once');
  });

  it('are cloned, with progress, and opened', async () => {
    await using project = await testProject(engine, {});
    await using source = await repository();
    await using workbench = await openWorkbench(project);
    const { page } = workbench;
    await page.getByRole('button', { name: 'Clone a repository…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${source.url}-not`);
    await page.keyboard.press('Enter');
    await dialog
      .getByRole('alert')
      .getByText(/could not be cloned. git says: .*repository/)
      .waitFor();

    await dialog.getByRole('textbox', { name: 'Address' }).fill(source.url);
    await dialog.getByRole('button', { name: 'Clone into corner' }).click();
    await dialog.getByRole('progressbar', { name: 'How far the clone is' }).waitFor();
    await page.getByRole('button', { name: /^app: / }).waitFor();
    await page.getByRole('heading', { name: 'corner', level: 1 }).waitFor();
    await page.getByTitle('Branch main').first().waitFor();
    await access(path.join(path.dirname(project.folder), 'corner', 'compose.yaml'));

    await page.getByRole('link', { name: 'Tasks' }).click();
    const ended = page.getByRole('list', { name: 'Ended tasks' });
    await ended
      .getByText(/clone .*corner/i)
      .first()
      .waitFor();
    expect(workbench.problems).toEqual([]);
  });
});

/** Opens the dialogue and goes from the user's home into one of its folders. */
async function chooseFolder(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a folder…' }).first().click();
  await page.getByRole('list', { name: 'Folders' }).getByRole('button', { name }).click();
}

/** A bare repository with a Compose file, and enough in it that its way here can be seen. */
async function repository() {
  const folder = await temporaryFolder({
    'work/compose.yaml': compose,
    'work/noise': randomBytes(8_000_000),
  });
  const git = (cwd: string, ...words: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...words], {
      cwd,
    });
  const work = path.join(folder.path, 'work');
  await git(work, 'init', '--quiet', '--initial-branch', 'main');
  await git(work, 'add', '.');
  await git(work, 'commit', '--quiet', '-m', 'all');
  await git(folder.path, 'clone', '--quiet', '--bare', 'work', 'corner.git');
  return Object.assign(folder, { url: `file://${folder.path}/corner.git` });
}
