import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built page, with the headers it is served with, whatever serves it. */
export interface PageFile {
  body: Buffer<ArrayBuffer>;
  headers: Readonly<Record<string, string>>;
}

/**
 * What the page may do: run its own scripts and workers, talk to where it comes from, and nothing else. Styles are let in
 * because xterm and the graph make their own.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/**
 * @param folder the built page (`out/renderer`)
 * @param path as it stands in an address, still encoded: `/`, `/assets/index-1a2b.js`
 * @returns undefined for what is not one of its files: another type, another folder, no file at all
 */
export async function readPageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const file = within(folder, path === '/' ? '/index.html' : path);
  const type = file && types[extname(file)];
  if (!type) return undefined;
  try {
    // Files with a hash in their name never change; all others may.
    const caching = file.startsWith(join(folder, 'assets')) ? 'max-age=31536000, immutable' : 'no-cache';
    const body = await readFile(file);
    const headers = {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': caching,
    };
    return { body, headers };
  } catch {
    return undefined;
  }
}

/** The file's place, when the path stays in the folder however it is written. */
function within(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  // A backslash parts folders on Windows only, and no file of ours has one; nor a NUL, nor a colon (`C:`, streams).
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return undefined;
  const file = join(folder, decoded);
  const way = relative(folder, file);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) ? undefined : file;
}
