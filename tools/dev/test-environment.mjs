// @ts-check
import path from 'node:path';
import { provideChromium } from './chromium.mjs';
import { provideCompose, provideEngine, provideSecondEngine } from './engines.mjs';
import { provideImages } from './images.mjs';
import { say } from './run.mjs';
import { provideTools } from './test-tools.mjs';

/**
 * What tests on real parts need: engines, fixture images, a Compose to compare with, a browser. Whoever has set one of
 * the variables keeps it.
 * @returns {Promise<Record<string, string>>} the variables that test/support reads
 */
export async function testEnvironment() {
  const engines = await provideTestEngines();
  const compose = process.env['BLOCKYARD_TEST_COMPOSE'] ?? (await provideCompose());
  const chromium = await provideChromium();
  const folders = await provideTools();
  if (!compose)
    say('  No Compose 2.26 here (it comes with Debian 12 and root): comparisons with it are skipped.');
  if (!chromium)
    say('  No Chromium here: tests that open a page are skipped. Install Chrome, or set BLOCKYARD_CHROMIUM.');
  return {
    PATH: [process.env['PATH'], ...folders].join(path.delimiter),
    BLOCKYARD_TEST_ENGINES: JSON.stringify(engines),
    BLOCKYARD_IMAGE_MAP: await provideImages(engines),
    ...(compose && { BLOCKYARD_TEST_COMPOSE: compose }),
    ...(chromium && { BLOCKYARD_CHROMIUM: chromium }),
  };
}

/** @returns {Promise<import('./engine-api.mjs').EngineAddress[]>} */
async function provideTestEngines() {
  const given = process.env['BLOCKYARD_TEST_ENGINES'];
  if (given) return JSON.parse(given);
  const first = await provideEngine();
  const second = await provideSecondEngine(first);
  if (!second)
    say(`  Tests run on engine ${first.name} alone (the second one comes with Debian 12 and root).`);
  return second ? [first, second] : [first];
}
