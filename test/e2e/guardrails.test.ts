import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

describe.skipIf(!browserPath)('guardrails in a browser', () => {
  it('are seen where they are broken, stop Up, and are mended or excepted in place', async () => {
    await using project = await testProject(engine, {
      'compose.yaml':
        'services: {web: {image: busybox, command: sleep infinity, init: true, stop_grace_period: 1s}}\n',
      'blockyard.yaml':
        '# ours\nguardrails: { severities: { no-memory-limit: deny, unpinned-image: deny } }\n',
    });
    await using workbench = await openWorkbench(project);
    const { page, problems } = workbench;
    await openFolder(workbench);

    await page.getByRole('button', { name: 'Guardrails: 2 deny' }).waitFor();
    const web = page.getByRole('button', { name: /^web: .*It breaks 2 guardrails, and Up stops on it$/ });
    await web.click();
    const section = page.getByRole('region', { name: 'Guardrails' });
    await section.getByText('web uses busybox without a tag').waitFor();

    await page.keyboard.press('u');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: `Up stopped: ${project.name} breaks guardrails` }).waitFor();
    const up = dialog.getByRole('button', { name: 'Up', exact: true });
    expect(await up.isDisabled()).toBe(true);

    await dialog.getByRole('button', { name: 'Fix', exact: true }).click();
    await dialog.getByText('1 deny.').waitFor();
    await dialog.getByRole('button', { name: 'Exception…' }).click();
    await dialog.getByRole('heading', { name: 'Except web from unpinned-image' }).waitFor();
    await dialog.getByRole('button', { name: 'Write the exception' }).click();
    await dialog.getByText('An exception needs a reason.').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('A stand-in for the test.');
    await dialog.getByRole('textbox', { name: 'Until' }).fill('2999-12-31');
    await dialog.getByRole('button', { name: 'Write the exception' }).click();
    await dialog.getByText('Held off until 2999-12-31: A stand-in for the test.').waitFor();

    expect(await readFile(path.join(project.folder, 'blockyard.yaml'), 'utf8')).toMatch(
      /^# ours\nguardrails: \{ severities: .*exceptions: .*"?2999-12-31"?.* \}\n\nservices:\n {2}web:\n {4}mem_limit: 1g\n$/,
    );
    await up.click();
    await page.getByRole('list', { name: 'Services by state' }).getByText('1 of 1 ready').waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });
});
