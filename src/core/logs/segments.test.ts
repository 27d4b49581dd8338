import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import type { LogQuery, LogRecord } from './logs.ts';
import { readSegments } from './read.ts';
import { kinds, nanoAt, timeText } from './record.ts';
import { SegmentIndex } from './segment-index.ts';
import { cutTornEnd, SegmentWriter, storedTail } from './segment-writer.ts';

const start = 1_764_000_000_000_000_000n;
const second = 1_000_000_000n;
const megabyte = 1024 * 1024;

let root: string;
let store: Store;
let index: SegmentIndex;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bytest-logs-'));
  store = openStore({ folder: root });
  index = new SegmentIndex(store, 'here shop', join(root, 'logs', 'shop'));
  await mkdir(index.folder, { recursive: true });
});
afterEach(async () => {
  store.close();
  await rm(root, { recursive: true, force: true });
});

function writer(name = 'shop-web-1', id = `${name}-id`, cap = 256 * megabyte): SegmentWriter {
  return new SegmentWriter(index, index.container(id, name, name.split('-')[1] ?? ''), cap);
}

function append(
  to: SegmentWriter,
  seconds: number,
  text: string | Buffer,
  kind: number = kinds.stdout,
): void {
  const head = Buffer.from(`${timeText(start + BigInt(seconds) * second)} `);
  to.append(kind, Buffer.concat([head, Buffer.from(text as string), Buffer.from('\n')]));
}

function textOf(record: LogRecord): string {
  return record.kind === 'gap'
    ? `gap in ${record.gap.container}: ${(record.gap.toNano - record.gap.fromNano) / second} s`
    : `${record.line.container} ${record.line.stream} ${record.line.data}`;
}

async function read(query: LogQuery = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const step of readSegments(index, query, new AbortController().signal))
    if (step.kind === 'records') found.push(...step.records.map(textOf));
  return found;
}

describe('times', () => {
  test('are read and written to the nanosecond', () => {
    const text = '2026-11-24T07:38:21.250769504Z';
    expect(nanoAt(Buffer.from(`o${text} line`), 1)).toBe(1_795_505_901_250_769_504n);
    expect(timeText(1_795_505_901_250_769_504n)).toBe(text);
  });
});

describe('a segment', () => {
  test('is text that any tool can read', async () => {
    const web = writer();
    append(web, 0, 'hello');
    append(web, 1, 'trouble', kinds.stderr);
    web.appendGap(start + second, start + 3n * second);
    web.close();
    const [file] = await readdir(index.folder);
    expect(file).toBe('shop-web-1.shop-web-1-i.000001.log');
    expect(await readFile(join(index.folder, file ?? ''), 'utf8')).toBe(
      'o2025-11-24T16:00:00.000000000Z hello\n' +
        'e2025-11-24T16:00:01.000000000Z trouble\n' +
        'g2025-11-24T16:00:01.000000000Z 2025-11-24T16:00:03.000000000Z\n',
    );
    expect(await read()).toEqual([
      'shop-web-1 stdout hello',
      'shop-web-1 stderr trouble',
      'gap in shop-web-1: 2 s',
    ]);
  });

  test('keeps lines of any bytes and of a megabyte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10));
    const long = Buffer.alloc(megabyte, 'x');
    const web = writer();
    append(web, 0, bytes);
    append(web, 1, long);
    append(web, 2, 'after');
    web.close();
    const lines: Buffer[] = [];
    for await (const step of readSegments(index, {}, new AbortController().signal))
      if (step.kind === 'records')
        for (const record of step.records) if (record.kind === 'line') lines.push(record.line.data);
    expect(lines[0]?.equals(bytes)).toBe(true);
    expect(lines[1]?.equals(long)).toBe(true);
    expect(lines[2]?.toString()).toBe('after');
  });

  test('whose last record is torn, because the writer was killed, loses that one only', async () => {
    const web = writer();
    append(web, 0, 'one');
    append(web, 1, 'two');
    web.close();
    const [segment] = index.segments(index.container('shop-web-1-id', 'shop-web-1', 'web'));
    const path = segment?.path ?? '';
    await appendFile(path, 'o2025-11-24T16:00:02.000000000Z tor');
    expect(await read()).toEqual(['shop-web-1 stdout one', 'shop-web-1 stdout two']);
    expect(await read({ tail: 1 })).toEqual(['shop-web-1 stdout two']);
    expect(await cutTornEnd(path)).toBe(35);
    expect(await cutTornEnd(path)).toBe(0);
    const again = writer();
    append(again, 3, 'three');
    again.close();
    expect(await read({ tail: 2 })).toEqual(['shop-web-1 stdout two', 'shop-web-1 stdout three']);
  });

  test('that is nothing but a torn record is emptied', async () => {
    const path = join(index.folder, 'torn.log');
    await appendFile(path, 'o2025-11-24T16:00:02.0000');
    expect(await cutTornEnd(path)).toBe(25);
    expect((await stat(path)).size).toBe(0);
  });
});

describe('the stored end', () => {
  const stored = async () => {
    const tail = await storedTail(index, index.container('shop-web-1-id', 'shop-web-1', 'web'));
    return tail.records.map((record) => record.toString('latin1', 1 + 20).trimEnd());
  };

  test('is the last records, gaps left out', async () => {
    const web = writer();
    append(web, 0, 'old');
    append(web, 5, 'a');
    web.appendGap(start, start);
    append(web, 5, 'a');
    web.close();
    expect(await stored()).toEqual(['000000000Z old', '000000000Z a', '000000000Z a']);
  });

  test('begins with a record that is like none before it', async () => {
    const web = writer();
    append(web, 0, 'older');
    append(web, 1, 'old');
    for (let n = 0; n < 100; n++) append(web, 2, 'same');
    append(web, 3, 'late');
    for (let n = 0; n < 20; n++) append(web, 2, 'same');
    for (let n = 0; n < 10; n++) append(web, 4 + n, `${n}`);
    web.close();
    const texts = await stored();
    expect(texts).toHaveLength(131);
    expect(texts.slice(0, 2)).toEqual(['000000000Z same', '000000000Z same']);
    expect(texts.indexOf('000000000Z late')).toBe(100);
  });
});

describe('the stored end after the clock was set back', () => {
  test('is what was stored since', async () => {
    const web = writer();
    append(web, 50, 'before');
    append(web, 5, 'after');
    web.close();
    const tail = await storedTail(index, index.container('shop-web-1-id', 'shop-web-1', 'web'));
    expect(tail.records.map((record) => record.toString())).toEqual([
      'o2025-11-24T16:00:05.000000000Z after\n',
    ]);
  });
});

describe('the cap', () => {
  test('drops the oldest segments, whosever they are, and keeps the newest lines', async () => {
    const cap = 4 * megabyte;
    const [web, db] = [writer('shop-web-1', 'web', cap), writer('shop-db-1', 'db', cap)];
    append(db, 0, 'quiet and old');
    const line = 'x'.repeat(1_000);
    for (let n = 0; n < 8_000; n++) append(web, n, `${n} ${line}`);
    append(db, 8_000, 'quiet and new');
    web.close();
    db.close();
    const sizes = await Promise.all(
      (await readdir(index.folder)).map(async (file) => (await stat(join(index.folder, file))).size),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThanOrEqual(cap);
    expect(total).toBeGreaterThan(cap * 0.8);
    const found = await read();
    expect(found.at(-1)).toBe('shop-db-1 stdout quiet and new');
    expect(found.at(-2)).toBe(`shop-web-1 stdout 7999 ${line}`);
    const numbers = found
      .filter((entry) => entry.startsWith('shop-web'))
      .map((entry) => Number(entry.split(' ')[2]));
    expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
  });
});

describe('reading', () => {
  beforeEach(() => {
    const [web, db] = [writer('shop-web-1'), writer('shop-db-1')];
    for (let n = 0; n < 10; n += 2) append(web, n, `request ${n}`);
    for (let n = 1; n < 10; n += 2) append(db, n, `query ${n}`, kinds.stderr);
    web.close();
    db.close();
  });

  test('merges containers by time', async () => {
    expect((await read()).map((entry) => entry.split(' ').at(-1))).toEqual([...'0123456789']);
  });

  test('takes the last lines of each container', async () => {
    expect(await read({ tail: 1 })).toEqual(['shop-web-1 stdout request 8', 'shop-db-1 stderr query 9']);
    expect(await read({ tail: 0 })).toEqual([]);
    expect(await read({ tail: 100 })).toHaveLength(10);
  });

  test('takes services, times and what matches', async () => {
    const at = (n: number) => start + BigInt(n) * second;
    expect(await read({ services: ['db'], since: at(3), until: at(7) })).toEqual([
      'shop-db-1 stderr query 3',
      'shop-db-1 stderr query 5',
      'shop-db-1 stderr query 7',
    ]);
    expect(await read({ grep: /request [48]/ })).toEqual([
      'shop-web-1 stdout request 4',
      'shop-web-1 stdout request 8',
    ]);
    expect(await read({ grep: /request/, tail: 2, until: at(7) })).toEqual([
      'shop-web-1 stdout request 4',
      'shop-web-1 stdout request 6',
    ]);
  });

  test('goes on from a container to the one that took its name', async () => {
    const next = writer('shop-web-1', 'another-id');
    append(next, 20, 'request 20');
    next.close();
    expect(await read({ services: ['web'], tail: 2 })).toEqual([
      'shop-web-1 stdout request 8',
      'shop-web-1 stdout request 20',
    ]);
  });

  test('follows what is written, also by containers that appear later, until the signal', async () => {
    const abort = new AbortController();
    const entries = readSegments(index, { follow: true, tail: 1 }, abort.signal);
    const seen: string[] = [];
    const next = async (count: number) => {
      while (seen.length < count) {
        const { value } = await entries.next();
        if (value?.kind !== 'records') continue;
        for (const record of value.records)
          if (record.kind === 'line') seen.push(record.line.data.toString());
      }
    };
    await next(2);
    const [web, cache] = [writer('shop-web-1'), writer('shop-cache-1')];
    append(web, 10, 'request 10');
    web.flush();
    await next(3);
    append(cache, 11, 'get');
    cache.flush();
    await next(4);
    expect(seen).toEqual(['request 8', 'query 9', 'request 10', 'get']);
    web.close();
    cache.close();
    abort.abort();
    while (!(await entries.next()).done);
  });

  test('comes in batches of at most 2,048 lines and half a megabyte', async () => {
    const busy = writer('shop-busy-1');
    for (let n = 0; n < 5_000; n++) append(busy, n, `${n}`);
    busy.close();
    const sizes: number[] = [];
    for await (const step of readSegments(index, { services: ['busy'] }, new AbortController().signal))
      if (step.kind === 'records') sizes.push(step.records.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_048);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000);
  });

  test('what is forgotten is gone from disk', async () => {
    index.forget();
    expect(await read()).toEqual([]);
    expect(index.containers()).toEqual([]);
    expect(await readdir(join(root, 'logs'))).toEqual([]);
  });
});
