// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { provideChromium } from '../dev/chromium.mjs';

/* `npm run icons`: the PNGs of resources/icons from their SVGs, after one of those has changed. They are committed. */

const folder = fileURLToPath(new URL('../../resources/icons', import.meta.url));
const appSizes = [16, 32, 48, 64, 128, 256, 512, 1024];

/** @param {string} svg */
const asItIs = (svg) => svg;
/** macOS paints by the shape alone. @param {string} svg */
const inBlack = (svg) => svg.replaceAll('#ff7a45', '#000000');

/** @type {{from: string, to: string, size: number, change?: (svg: string) => string}[]} */
const pictures = [
  ...appSizes.map((size) => ({ from: 'icon.svg', to: `app/${size}x${size}.png`, size })),
  { from: 'icon.svg', to: 'icon.png', size: 256 },
  { from: 'tray.svg', to: 'tray.png', size: 16 },
  { from: 'tray.svg', to: 'tray@2x.png', size: 32 },
  { from: 'tray.svg', to: 'trayTemplate.png', size: 16, change: inBlack },
  { from: 'tray.svg', to: 'trayTemplate@2x.png', size: 32, change: inBlack },
];

const executablePath = await provideChromium();
if (!executablePath) throw new Error('No Chromium here: set BLOCKYARD_CHROMIUM to one.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await mkdir(path.join(folder, 'app'), { recursive: true });
  for (const { from, to, size, change = asItIs } of pictures) {
    const svg = change(await readFile(path.join(folder, from), 'utf8'));
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    await writeFile(path.join(folder, to), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
