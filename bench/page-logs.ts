import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { CoreClient } from '../src/shared/contract/index.ts';
import { type BenchEngine, benchEngines, mapped } from './support/contestants.ts';
import { median } from './support/measure.ts';
import { type Comparison, reporter } from './support/report.ts';
import { ComposeFolder, openBrowser, UiProcess } from './support/workbench.ts';

/*
 * Logs in the workbench, in browser mode: a million lines in the page, with how it scrolls and what it needs; and a flood,
 * with how the core answers meanwhile and what it needs.
 */

const lines = Number(process.env['BENCH_LINES'] ?? 1_000_000);
const floodSeconds = Number(process.env['BENCH_FLOOD_SECONDS'] ?? 20);
/** Lines a second of all services together. */
const floodLines = 200_000;
const megabyte = 1024 * 1024;
const text = 'line %d of a log that has some length to be like real ones, is it not so, 100 characters';

function writers(count: number, script: string): Record<string, unknown> {
  const service = { image: mapped('busybox:1'), init: true, stop_grace_period: '0s' };
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `writer${String(index).padStart(2, '0')}`,
      { ...service, command: ['sh', '-c', script.replaceAll('$', '$$$$')] },
    ]),
  );
}

/** The stack of a folder in a workbench of its own, for as long as `act` takes. */
async function withStack(
  engine: BenchEngine,
  services: Record<string, unknown>,
  act: (ui: UiProcess, core: CoreClient, id: string) => Promise<Comparison>,
): Promise<Comparison> {
  using folder = new ComposeFolder('bybench-page-logs', services);
  await using ui = await UiProcess.start(engine);
  const { core, close } = await ui.client();
  const { id } = await core.projects.add({ folder: folder.path });
  const ended = async ({ task }: { task: string }) => {
    for await (const { state, error } of await core.tasks.followOne({ id: task }))
      if (state === 'failed') throw new Error(error?.message);
  };
  try {
    await ended(await core.stacks.up({ project: id, request: {} }));
    return await act(ui, core, id);
  } finally {
    await ended(await core.stacks.down({ project: id, request: { volumes: true } }));
    close();
  }
}

async function openLogs(browser: Browser, ui: UiProcess, id: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(ui.url);
  await page.getByRole('main').waitFor();
  await page.goto(`${ui.url.split('#')[0]}#/project/${id}/logs`);
  return page;
}

/** A million lines in the page: until they are there, how they scroll, what the page needs. */
async function measureMillion(engine: BenchEngine, browser: Browser): Promise<Comparison> {
  const script = `awk 'BEGIN { for (n = 1; n <= ${lines}; n++) print sprintf("${text}", n) }'; exec sleep 3600`;
  return withStack(engine, writers(1, script), async (ui, core, id) => {
    await untilKept(core, id);
    const page = await openLogs(browser, ui, id);
    const section = page.getByRole('region', { name: 'Logs', exact: true });
    const began = performance.now();
    // First the newest, then more, then all.
    for (let round = 0; round < 2; round++)
      await section.getByRole('button', { name: 'Load earlier lines' }).click({ timeout: 120_000 });
    await section.getByText(`${lines.toLocaleString('en')} lines`).waitFor({ timeout: 120_000 });
    const loaded = performance.now() - began;
    const session = await page.context().newCDPSession(page);
    const heap = await usedHeap(session);
    const scrolled: Record<string, FrameRate> = {};
    for (const wrap of [false, true]) {
      if (wrap) await page.keyboard.press('w');
      await section.getByRole('log').hover();
      scrolled[wrap ? 'wheel, wrapped' : 'wheel'] = await framesWhile(page, async () => {
        for (let step = 0; step < 250; step++) {
          await page.mouse.wheel(0, step < 125 ? -480 : 480);
          await delay(8);
        }
      });
    }
    await page.keyboard.press('w');
    scrolled['dragged over all of it'] = await framesWhile(page, () =>
      section.getByRole('log').evaluate(async (element) => {
        for (let part = 0; part <= 1; part += 1 / 240) {
          element.scrollTop = part * element.scrollHeight;
          await new Promise(requestAnimationFrame);
        }
      }),
    );
    const searched = await untilFound(page);
    const after = await usedHeap(session);
    await page.context().close();
    const slowest = Math.min(...Object.values(scrolled).map(({ framesPerSecond }) => framesPerSecond));
    return {
      title: `${lines.toLocaleString('en')} lines in the page`,
      engine: engine.name,
      measurements: [
        { name: 'until all are there', median: loaded, rounds: [Math.round(loaded)] },
        { name: 'until a search is through', median: searched, rounds: [Math.round(searched)] },
      ],
      ratios: [],
      facts: {
        scrolled,
        heapMegabytes: heap,
        heapMegabytesAfterwards: after,
        target: 'at least 50 frames a second, heap below 300 MB',
        met: slowest >= 50 && Math.max(heap, after) < 300,
      },
    };
  });
}

/** Reads until the last line is on the disk, so that the page is measured and not the engine. */
async function untilKept(core: CoreClient, project: string): Promise<void> {
  const abort = new AbortController();
  const last = `^line ${lines} `;
  for await (const batch of await core.logs.follow(
    { project, grep: last, tail: 1 },
    { signal: abort.signal },
  ))
    if (batch.kind === 'lines') break;
  abort.abort();
}

async function untilFound(page: Page): Promise<number> {
  const began = performance.now();
  await page
    .getByRole('searchbox')
    .or(page.getByLabel('Search', { exact: true }))
    .first()
    .fill(`line ${lines - 1} `);
  await page.getByRole('status').getByText(/^1$/).waitFor({ timeout: 60_000 });
  return performance.now() - began;
}

interface FrameRate {
  framesPerSecond: number;
  longestFrame: number;
}

/** By what the page draws: one call of `requestAnimationFrame` a frame. */
async function framesWhile(page: Page, act: () => Promise<unknown>): Promise<FrameRate> {
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { benchFrames: frames });
    const draw = (at: number) => {
      frames.push(at);
      if ('benchFrames' in window) requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  });
  await act();
  const frames = await page.evaluate(() => {
    const taken = (window as unknown as { benchFrames?: number[] }).benchFrames ?? [];
    delete (window as unknown as { benchFrames?: number[] }).benchFrames;
    return taken;
  });
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
  const span = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
  return {
    framesPerSecond: Math.round((gaps.length / span) * 10_000) / 10,
    longestFrame: Math.round(Math.max(...gaps)),
  };
}

/** In megabytes, after a collection, with what buffers hold outside of the heap. */
async function usedHeap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return Math.round((usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6);
}

/** Services that write a flood, a page that follows them: does the core answer meanwhile? */
async function measureFlood(engine: BenchEngine, browser: Browser, services: number): Promise<Comparison> {
  // In bursts, since writing as fast as they can they would take the processors for themselves.
  const burst = Math.round(floodLines / services / 10);
  const script = `sleep 4; while :; do yes '${text.replace('%d', 'n')}' | head -n ${burst}; sleep 0.1; done`;
  return withStack(engine, writers(services, script), async (ui, core, id) => {
    const page = await openLogs(browser, ui, id);
    const waits: number[] = [];
    const memory: number[] = [];
    const began = performance.now();
    while (performance.now() - began < floodSeconds * 1000) {
      const asked = performance.now();
      await core.settings.list({});
      waits.push(performance.now() - asked);
      memory.push(ui.memory());
      await delay(25);
    }
    const seen = await linesSeen(page);
    await page.context().close();
    const sorted = waits.toSorted((a, b) => a - b);
    const peak = Math.round(Math.max(...memory) / megabyte);
    return {
      title: `at most ${floodLines.toLocaleString('en')} lines a second of ${services} services, followed by a page`,
      engine: engine.name,
      measurements: [{ name: 'another call is answered', median: median(waits), rounds: [] }],
      ratios: [],
      facts: {
        ...seen,
        calls: waits.length,
        percentile99: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN),
        longest: Math.round(sorted.at(-1) ?? Number.NaN),
        coreMebibytes: peak,
        target: 'answers under 100 ms, core under 200 MB',
        met: (sorted.at(-1) ?? Number.NaN) < 100 && peak < 200,
      },
    };
  });
}

/** What the page says it has. */
async function linesSeen(page: Page): Promise<{ page: string }> {
  const foot = page
    .getByRole('region', { name: 'Logs', exact: true })
    .getByText(/[\d,]+ lines/)
    .first();
  return { page: (await foot.textContent({ timeout: 30_000 })) ?? '' };
}

const report = reporter('page-logs');
const browser = await openBrowser();
try {
  for (const engine of benchEngines()) {
    report(await measureMillion(engine, browser));
    for (const services of [1, 20]) report(await measureFlood(engine, browser, services));
  }
} finally {
  await browser.close();
}
