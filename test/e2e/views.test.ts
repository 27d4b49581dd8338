import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { engines, type TestEngine } from '../support/index.ts';
import { browserPath } from './browser.ts';
import { openWorkbench, shopAtHome, type Workbench } from './workbench.ts';

/*
 * Every view with a running shop in it: nothing that hinders people who cannot see or point, in either theme, and a
 * picture of each to look at (out/screenshots).
 */

const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'screenshots');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const views: { name: string; path: string; whenThere: (page: Page) => Promise<unknown> }[] = [
  {
    name: 'projects',
    path: 'projects',
    whenThere: (page) => page.getByRole('heading', { name: 'Projects' }).waitFor(),
  },
  {
    name: 'stack-graph',
    path: 'project/$id/stack',
    whenThere: (page) => page.getByRole('button', { name: /^web: ready/ }).waitFor(),
  },
  {
    name: 'stack-inspector',
    path: 'project/$id/stack?service=api',
    whenThere: (page) =>
      page.getByRole('complementary', { name: 'Inspector' }).getByText('PGPASSWORD').waitFor(),
  },
  {
    name: 'stack-table',
    path: 'project/$id/stack?as=table',
    whenThere: (page) => page.getByRole('row', { name: /ready web/ }).waitFor(),
  },
  {
    name: 'logs',
    path: 'project/$id/logs',
    whenThere: (page) => page.getByRole('log').getByText('ready to accept connections').first().waitFor(),
  },
  {
    name: 'terminal',
    path: 'project/$id/terminal',
    whenThere: async (page) => {
      const open = page.getByRole('button', { name: 'Open a terminal in db' });
      const shell = page
        .locator('.xterm-rows')
        .getByText(/[#$] ?$/)
        .first();
      await open.or(shell).first().waitFor();
      if (await open.isVisible()) await open.click();
      await shell.waitFor();
    },
  },
  {
    name: 'metrics',
    path: 'project/$id/metrics',
    whenThere: (page) =>
      page.getByRole('table', { name: 'Use of each service' }).getByRole('row', { name: /^db/ }).waitFor(),
  },
  {
    name: 'files',
    path: 'project/$id/files',
    whenThere: (page) =>
      page.getByRole('navigation', { name: 'Containers and volumes' }).getByText('db').first().waitFor(),
  },
  {
    name: 'blocks',
    path: 'project/$id/blocks',
    whenThere: (page) => page.getByText('DATABASE_URL').first().waitFor(),
  },
  {
    name: 'catalogue',
    path: 'project/$id/catalogue',
    whenThere: (page) => page.getByText('Valkey', { exact: true }).waitFor(),
  },
  {
    name: 'catalogue-block',
    path: 'project/$id/catalogue?block=postgres%401',
    whenThere: (page) => page.getByText('Add it to this project').waitFor(),
  },
  {
    name: 'secrets',
    path: 'project/$id/secrets',
    whenThere: (page) => page.getByText(/Kept encrypted on this machine/).waitFor(),
  },
  {
    name: 'tasks',
    path: 'tasks',
    whenThere: (page) =>
      page
        .getByText(/up bytest-/i)
        .first()
        .waitFor(),
  },
  {
    name: 'engine',
    path: 'engine',
    whenThere: (page) =>
      page
        .getByRole('heading', { name: /images/i })
        .first()
        .waitFor(),
  },
  { name: 'doctor', path: 'doctor', whenThere: (page) => page.getByText(/Node/).first().waitFor() },
  {
    name: 'settings',
    path: 'settings',
    whenThere: (page) =>
      page
        .getByText(/image map|registry mirror/i)
        .first()
        .waitFor(),
  },
];

describe.skipIf(!browserPath)('every view', () => {
  it('hinders nobody, in light and dark, and is there to be looked at', async () => {
    const engine = engines()[0] as TestEngine;
    await using shop = await shopAtHome(engine);
    await using workbench = await openWorkbench(shop);
    const id = await bringUp(workbench);
    await mkdir(pictures, { recursive: true });
    const found: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await workbench.newPage({ colorScheme, reducedMotion: 'reduce', bypassCSP: true });
      await page.goto(workbench.url);
      await page.addScriptTag({ content: await readFile(axe, 'utf8') });
      for (const view of views) {
        await show(page, view.path.replace('$id', id));
        await view.whenThere(page);
        await page.waitForTimeout(300);
        await page.screenshot({ path: path.join(pictures, `${view.name}-${colorScheme}.png`) });
        for (const problem of await seriousProblems(page))
          found.push({ view: view.name, colorScheme, ...problem });
      }
      await page.context().close();
    }
    expect(found).toEqual([]);
    expect(workbench.problems).toEqual([]);
  });
});

/** The shop, with something in it to look at. Answers the project's id. */
async function bringUp({ page }: Workbench): Promise<string> {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.getByRole('button', { name: 'Up', exact: true }).first().click();
  await page
    .getByRole('list', { name: 'Services by state' })
    .getByText('6 of 6 ready')
    .waitFor({ timeout: 120_000 });
  return /project\/([^/]+)/.exec(page.url())?.[1] ?? '';
}

async function show(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${place}`);
}

interface Problem {
  rule: string;
  impact: string;
  where: string[];
}

/** What axe holds to be serious or critical, by the rules of WCAG 2.1 A and AA. */
async function seriousProblems(page: Page): Promise<Problem[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          root: Document,
          options: unknown,
        ): Promise<{
          violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        rule: id,
        impact,
        where: nodes
          .slice(0, 3)
          .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
      }));
  });
}
