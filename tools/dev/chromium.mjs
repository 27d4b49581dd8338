// @ts-check
import { existsSync } from 'node:fs';
import { canInstall, distribution, install } from './debian.mjs';
import { onPath } from './run.mjs';

/**
 * A Chromium for the tests that open pages, installed on Debian where there is none.
 * @returns {Promise<string | undefined>} undefined where there is none: tests then say so and are skipped
 */
export async function provideChromium() {
  const found = await findChromium();
  if (found || !distribution().startsWith('debian') || !(await canInstall())) return found;
  await install(['chromium']);
  return findChromium();
}

async function findChromium() {
  const named = process.env['BLOCKYARD_CHROMIUM'];
  if (named) return named;
  for (const command of ['chromium', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']) {
    const place = await onPath(command);
    if (place) return place;
  }
  return [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ].find((place) => existsSync(place));
}
