import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { servePage } from '../../src/main/app-protocol.ts';
import { guardPages, guardSession, openOutside } from '../../src/main/security.ts';
import {
  BrowserWindow,
  eventOf,
  protocol,
  session,
  standIn,
  type WebContents,
} from './stand-in/electron.mjs';

let folder: string;
let contents: WebContents;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-page-'));
  await writeFile(join(folder, 'index.html'), 'the page');
  servePage(folder);
  guardPages();
  guardSession(session.defaultSession as never);
  contents = new BrowserWindow({}).webContents;
  contents.load('app://blockyard/#/projects');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  standIn.asked.length = 0;
});

async function ask(address: string, method = 'GET') {
  const response = await protocol.handlers.get('app')?.(new Request(address, { method }));
  return { status: response?.status, body: await response?.text(), headers: response?.headers };
}

describe('the page’s scheme', () => {
  test('serves the page with its headers; its head without it', async () => {
    const whole = await ask('app://blockyard/index.html?x=1');
    expect(whole).toMatchObject({ status: 200, body: 'the page' });
    expect(whole.headers?.get('x-content-type-options')).toBe('nosniff');
    expect(await ask('app://blockyard/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    ['app://blockyard/%2e%2e%2f%2e%2e%2fetc%2fpasswd', 'GET', 404],
    ['app://blockyard/..%5c..%5cindex.html', 'GET', 404],
    ['app://elsewhere/index.html', 'GET', 404],
    ['app://blockyard/missing.js', 'GET', 404],
    ['app://blockyard/index.html', 'POST', 405],
  ])('%s by %s is answered with %i', async (address, method, status) => {
    expect((await ask(address, method)).status).toBe(status);
  });
});

describe('navigation', () => {
  const navigate = (event: string, url: string, isMainFrame = true) => {
    const details = eventOf({ url, isMainFrame });
    contents.emit(event, details);
    return details.defaultPrevented ? 'refused' : 'allowed';
  };

  test('the page may load anew, and go nowhere else', () => {
    expect(navigate('will-frame-navigate', 'app://blockyard/#/tasks')).toBe('allowed');
    for (const url of [
      'https://example.com',
      'file:///etc/passwd',
      'app://elsewhere/',
      'data:text/html,x',
      'x',
    ])
      expect(navigate('will-frame-navigate', url)).toBe('refused');
  });

  test('frames, redirects and webviews go nowhere at all', () => {
    expect(navigate('will-frame-navigate', 'app://blockyard/', false)).toBe('refused');
    expect(navigate('will-redirect', 'app://blockyard/')).toBe('refused');
    expect(navigate('will-attach-webview', 'app://blockyard/')).toBe('refused');
  });

  test('a link to the web opens in the browser, never a window of ours', () => {
    expect(contents.windowOpen?.({ url: 'http://localhost:8080/shop' })).toEqual({ action: 'deny' });
    expect(standIn.callsOf('shell.openExternal')).toEqual([['http://localhost:8080/shop']]);
  });

  test.each([
    'file:///etc/passwd',
    'smb://evil/share',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'blockyard://open?folder=/',
    'https://user:password@example.com',
    '\\\\evil\\share',
    'http:/ /x y',
  ])('%s is not opened', (address) => {
    openOutside(address);
    expect(standIn.callsOf('shell.openExternal')).toEqual([]);
  });
});

test('permissions: only to write to the clipboard, and only for the page', () => {
  const { permissionRequest, permissionCheck, devicePermission } = session.defaultSession;
  const request = (permission: string, url = 'app://blockyard/') => {
    let answer: unknown;
    permissionRequest?.({ getURL: () => url }, permission, (granted: boolean) => {
      answer = granted;
    });
    return answer;
  };
  expect(request('clipboard-sanitized-write')).toBe(true);
  expect(request('clipboard-sanitized-write', 'https://example.com')).toBe(false);
  for (const permission of [
    'clipboard-read',
    'notifications',
    'media',
    'geolocation',
    'openExternal',
    'usb',
    'new',
  ])
    expect(request(permission)).toBe(false);
  expect(permissionCheck?.(null, 'clipboard-sanitized-write', 'app://blockyard')).toBe(true);
  expect(permissionCheck?.(null, 'clipboard-read', 'app://blockyard')).toBe(false);
  expect(permissionCheck?.(null, 'clipboard-sanitized-write', '')).toBe(false);
  expect(devicePermission?.({})).toBe(false);
});
