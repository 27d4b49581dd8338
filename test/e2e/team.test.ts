import { describe, expect, it } from 'vitest';
import { blockText, CatalogueFixture } from '../../src/core/catalogues/catalogue-fixture.ts';
import { engines, type TestEngine, testProject } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { goTo, openFolder, openWorkbench } from './workbench.ts';

const engine = engines()[0] as TestEngine;

/** A small block of version 0.1.0. */
const widget = `${blockText('widget', '0.1.0')}title: Widget
description: Says hello.
owner: { name: Platform }
services:
  main: { image: nginx:1, mem_limit: 64m }
volumes:
  data: { mount: { main: /data } }
licence: { name: BSD }
provenance: { publisher: nginx }
`;

describe.skipIf(!browserPath)('a team in a browser', () => {
  it('is looked at, joined, and its newer blocks are agreed to by what becomes of data', async () => {
    await using team = await CatalogueFixture.make();
    const url = await team.repository('team', {
      'team.yaml': 'name: acme\nimage-map: { "ghcr.io/*": "mirror.example.com/*" }\n',
      'blocks/widget/block.yaml': widget,
    });
    await using project = await testProject(engine, {
      'blockyard.yaml': 'blocks: { hello: { block: acme/widget } }\n',
    });
    const environment = { DOCKER_HOST: 'unix:///nowhere/docker.sock', BLOCKYARD_KEYCHAIN: 'off' };
    await using workbench = await openWorkbench(project, { environment });
    const { page } = workbench;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Join a team' }).click();
    const address = page.getByRole('textbox', { name: 'Address of its git repository' });
    await address.fill(`${url}-not`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('could not be fetched').waitFor();
    await address.fill(url);
    await page.keyboard.press('Enter');
    await page.getByText('Catalogue acme: widget@0.1.0.').waitFor();
    await page.getByText('Images come from elsewhere: ghcr.io/* → mirror.example.com/*.').waitFor();
    await page.getByRole('button', { name: 'Join acme' }).click();
    await page.getByRole('heading', { name: 'acme', exact: true }).waitFor();

    await openFolder(workbench);
    await team.commit('team', {
      'blocks/widget/block.yaml': `${widget.replace('0.1.0', '0.2.0')}upgrades:\n  - { to: 0.2.0, notes: It is kept elsewhere., data: lost }\n`,
    });
    await goTo(page, 'Catalogue');
    await page.getByRole('button', { name: 'Look for newer blocks' }).click();
    await page.getByText('1 block of this project would change.').waitFor();
    await page.getByText('It is kept elsewhere.').waitFor();
    const write = page.getByRole('button', { name: 'Write blockyard.lock' });
    expect(await write.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'I agree that data of hello may be lost' }).check();
    await write.click();
    await page.getByText('blockyard.lock is written.').waitFor();
    await page.getByRole('button', { name: 'Look for newer blocks' }).click();
    await page.getByText('Nothing is newer: the blocks are what the catalogues have.').waitFor();
    expect(workbench.problems).toEqual([]);
  });
});
