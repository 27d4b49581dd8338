import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PageFile } from '../core/page/index.ts';

const compress = promisify(gzip);
const worthwhile = /^(text\/|application\/json|image\/svg)/;
/** Smaller ones fit into a packet as they are. */
const smallest = 1_024;
/** Files that are kept; one can be asked for by many spellings of its path. */
const mostKept = 500;

/** Compresses the page's files for browsers that take it, those that never change once only. */
export class Compressor {
  readonly #kept = new Map<string, Promise<Buffer>>();

  /** The file as it goes over the line. */
  async encode(path: string, file: PageFile, accepted: string | undefined): Promise<PageFile> {
    const { body, headers } = file;
    if (!worthwhile.test(headers['content-type'] ?? '') || body.length < smallest) return file;
    const varied = { ...headers, vary: 'accept-encoding' };
    if (!/\bgzip\b/.test(accepted ?? '')) return { body, headers: varied };
    const isKept = headers['cache-control']?.includes('immutable') ?? false;
    const packed = this.#kept.get(path) ?? compress(body);
    if (isKept && this.#kept.size < mostKept) this.#kept.set(path, packed);
    return { body: (await packed) as PageFile['body'], headers: { ...varied, 'content-encoding': 'gzip' } };
  }
}
