import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { type BenchEngine, benchEngines, mapped } from './support/contestants.ts';
import { floorEngine } from './support/floor.ts';
import { median } from './support/measure.ts';
import { type Comparison, reporter } from './support/report.ts';
import { ComposeFolder, openBrowser, processorMilliseconds, UiProcess } from './support/workbench.ts';

/*
 * The workbench in browser mode, as a person has it: the built page in Chromium, on a real engine. Its parts: the first
 * view, a container's event until it is on the screen, the graph of 200 services, and what it costs to stay open.
 */

const megabyte = 1024 * 1024;
const idleSeconds = Number(process.env['BENCH_IDLE_SECONDS'] ?? 30);

function sleepers(count: number): Record<string, unknown> {
  const service = { image: mapped('busybox:1'), command: ['sleep', '3600'], stop_grace_period: '0s' };
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `s${String(index).padStart(3, '0')}`,
      {
        ...service,
        ...(index > 0 && { depends_on: [`s${String(Math.floor((index - 1) / 3)).padStart(3, '0')}`] }),
      },
    ]),
  );
}

/** The time to the first paint of a page that was never opened, and what had to be loaded for it. */
async function measureFirstView(engine: BenchEngine, browser: Browser): Promise<Comparison> {
  await using ui = await UiProcess.start(engine);
  const paints: number[] = [];
  let compressed = 0;
  let files = 0;
  for (let round = 0; round <= 10; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.ok()) bodies.push(response.body());
    });
    await page.goto(ui.url);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    if (round > 0) paints.push(paint);
    const all = await Promise.all(bodies);
    files = all.length;
    compressed = all.reduce((sum, body) => sum + gzipSync(body).length, 0);
    await context.close();
  }
  return {
    title: 'the first view, in a browser that never saw it',
    engine: engine.name,
    measurements: [
      { name: 'first contentful paint', median: median(paints), rounds: paints.map(Math.round) },
    ],
    ratios: [],
    facts: {
      target: 'under 1000 ms, under 500 kB compressed',
      files,
      compressedKilobytes: Math.round(compressed / 1000),
      met: median(paints) < 1000 && compressed < 500_000,
    },
  };
}

interface Opened {
  page: Page;
  ui: UiProcess;
  id: string;
}

async function openStack(
  browser: Browser,
  ui: UiProcess,
  folder: ComposeFolder,
  up: boolean,
): Promise<Opened> {
  const { core, close } = await ui.client();
  const { id } = await core.projects.add({ folder: folder.path });
  if (up) {
    const { task } = await core.stacks.up({ project: id, request: {} });
    for await (const { state, error } of await core.tasks.followOne({ id: task }))
      if (state === 'failed') throw new Error(error?.message);
  }
  close();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(ui.url);
  await page.getByRole('main').waitFor();
  return { page, ui, id };
}

/** From the engine's own time of a container's death until the page shows it. */
async function measureEvent(engine: BenchEngine, browser: Browser, rounds: number): Promise<Comparison> {
  using folder = new ComposeFolder('bybench-event', sleepers(5));
  await using ui = await UiProcess.start(engine);
  const { page, id } = await openStack(browser, ui, folder, true);
  const docker = floorEngine(engine.socket);
  const times: number[] = [];
  try {
    await page.goto(`${ui.url.split('#')[0]}#/project/${id}/stack?as=table`);
    const row = page.getByRole('row').filter({ hasText: 's004' });
    await row.waitFor();
    for (let round = 0; round <= rounds; round += 1) {
      const container = docker.getContainer('bybench-event-s004-1');
      await container.start().catch(() => {});
      await row.filter({ hasText: /ready|running/i }).waitFor();
      const shown = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = () => {
              const found = [...document.querySelectorAll('tr, [role=row]')].some(
                (it) => it.textContent?.includes('s004') && /exited|failed/i.test(it.textContent),
              );
              if (found) resolve(Date.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
      await container.kill();
      const at = await shown;
      const { State } = await container.inspect();
      if (round > 0) times.push(at - Date.parse(State.FinishedAt));
    }
  } finally {
    await down(ui, id);
    await page.context().close();
  }
  return {
    title: 'a container dies → the page shows it',
    engine: engine.name,
    measurements: [{ name: 'on the screen', median: median(times), rounds: times.map(Math.round) }],
    ratios: [],
    facts: { longest: Math.round(Math.max(...times)), target: 200, met: Math.max(...times) <= 200 },
  };
}

/** The layout happens in a worker; the page says itself how long it took. */
async function measureGraph(engine: BenchEngine, browser: Browser): Promise<Comparison> {
  using folder = new ComposeFolder('bybench-graph', sleepers(200));
  await using ui = await UiProcess.start(engine);
  const { page, id } = await openStack(browser, ui, folder, false);
  const layouts: number[] = [];
  const blocked: number[] = [];
  for (let round = 0; round <= 5; round += 1) {
    await page.goto('about:blank');
    await page.goto(`${ui.url.split('#')[0]}#/project/${id}/stack`);
    await page.evaluate(() => {
      const found: number[] = [];
      (window as unknown as { longTasks: number[] }).longTasks = found;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) found.push(entry.duration);
      }).observe({ type: 'longtask', buffered: true });
    });
    await page.waitForFunction(() => performance.getEntriesByName('stack-layout').length > 0);
    await page.waitForFunction(() => document.querySelectorAll('.react-flow__node').length > 0);
    const { layout, longest } = await page.evaluate(() => ({
      layout: performance.getEntriesByName('stack-layout')[0]?.duration ?? Number.NaN,
      longest: Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks),
    }));
    if (round > 0) {
      layouts.push(layout);
      blocked.push(longest);
    }
  }
  await page.context().close();
  return {
    title: 'the graph of 200 services',
    engine: engine.name,
    measurements: [
      { name: 'layout in the worker', median: median(layouts), rounds: layouts.map(Math.round) },
      { name: 'longest task of the page', median: median(blocked), rounds: blocked.map(Math.round) },
    ],
    ratios: [],
    facts: { target: 'layout under 1000 ms', met: Math.max(...layouts) < 1000 },
  };
}

/** What it costs to stay open, with 20 services that run and say nothing. */
async function measureIdle(engine: BenchEngine, browser: Browser): Promise<Comparison> {
  using folder = new ComposeFolder('bybench-idle', sleepers(20));
  await using ui = await UiProcess.start(engine);
  const { page, id } = await openStack(browser, ui, folder, true);
  try {
    const per: Record<string, { core: number; page: number }> = {};
    for (const view of ['stack', 'logs', 'metrics']) {
      await page.goto(`${ui.url.split('#')[0]}#/project/${id}/${view}`);
      await page.waitForTimeout(5_000);
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const taskTime = async () =>
        (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')
          ?.value ?? 0;
      const [coreBefore, pageBefore] = [processorMilliseconds(ui.pid), await taskTime()];
      await page.waitForTimeout(idleSeconds * 1000);
      per[view] = {
        core: round((processorMilliseconds(ui.pid) - coreBefore) / (idleSeconds * 10)),
        page: round(((await taskTime()) - pageBefore) / (idleSeconds / 100)),
      };
    }
    const memory = Math.round(ui.memory() / megabyte);
    return {
      title: 'staying open, 20 services that run',
      engine: engine.name,
      measurements: [],
      ratios: [],
      facts: {
        percentOfOneProcessor: per,
        coreMebibytes: memory,
        target: 'near zero, core under 200 MB',
        met: memory < 200,
      },
    };
  } finally {
    await down(ui, id);
    await page.context().close();
  }
}

async function down(ui: UiProcess, id: string): Promise<void> {
  const { core, close } = await ui.client();
  const { task } = await core.stacks.down({ project: id, request: { volumes: true } });
  for await (const _ of await core.tasks.followOne({ id: task }));
  close();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const report = reporter('workbench');
const browser = await openBrowser();
try {
  const engine = benchEngines()[0] as BenchEngine;
  report(await measureFirstView(engine, browser));
  report(await measureEvent(engine, browser, 20));
  report(await measureGraph(engine, browser));
  report(await measureIdle(engine, browser));
} finally {
  await browser.close();
}
