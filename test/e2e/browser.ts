import { type Browser, chromium } from 'playwright-core';

/** The browser that `./dev test` found or installed; undefined where there is none. */
export const browserPath = process.env['BLOCKYARD_CHROMIUM'];

export interface OpenBrowser extends AsyncDisposable {
  readonly browser: Browser;
}

export async function openBrowser(): Promise<OpenBrowser> {
  if (!browserPath) throw new Error('Set BLOCKYARD_CHROMIUM to the path of a Chromium (`./dev test` does).');
  // Chromium's sandbox refuses to run as root, which tests in containers often are.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: browserPath, args });
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
}
