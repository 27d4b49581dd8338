import { appendFile, mkdir, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import { checkpointText, readCheckpoint } from './checkpoint.ts';
import { toPattern } from './line-search.ts';
import type { LogQuery, LogStep } from './logs.ts';
import { readSegments } from './read.ts';
import { kinds, timeText } from './record.ts';
import { SegmentIndex } from './segment-index.ts';
import { SegmentWriter } from './segment-writer.ts';

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

function writer(name: string, { id = `${name}-container-id`, cap = 256 * megabyte } = {}): SegmentWriter {
  return new SegmentWriter(index, index.container(id, name, name.split('-')[1] ?? ''), cap);
}

function append(to: SegmentWriter, seconds: number, text: string): void {
  to.append(kinds.stdout, Buffer.from(`${timeText(start + BigInt(seconds) * second)} ${text}\n`));
}

function steps(query: LogQuery, signal = new AbortController().signal): AsyncGenerator<LogStep> {
  return readSegments(index, query, signal);
}

/** Lines as they are, all else by its kind. */
function textsOf(step: LogStep): string[] {
  if (step.kind !== 'records') return [step.kind];
  return step.records.map((record) =>
    record.kind === 'gap'
      ? `gap of ${(record.gap.toNano - record.gap.fromNano) / second} s`
      : record.line.data.toString(),
  );
}

async function textsOfAll(query: LogQuery): Promise<string[]> {
  const texts: string[] = [];
  for await (const step of steps(query)) texts.push(...textsOf(step));
  return texts;
}

/** Reads until the first step of a kind, and no further. */
async function until(kind: LogStep['kind'], from: AsyncGenerator<LogStep>): Promise<LogStep[]> {
  const seen: LogStep[] = [];
  for (let next = await from.next(); !next.done; next = await from.next()) {
    seen.push(next.value);
    if (next.value.kind === kind) break;
  }
  return seen;
}

describe('a checkpoint', () => {
  test('is a short text that says where', () => {
    const checkpoint = {
      nano: start,
      positions: [{ container: 'abcdef012345', segment: 7, offset: 4_194_303 }],
    };
    const text = checkpointText(checkpoint);
    expect(text).toBe('1~deh1t8phon40~abcdef012345.7.2hwcf');
    expect(readCheckpoint(text)).toEqual(checkpoint);
  });

  test.each(['', 'garbage', '1~', '2~abc', '1~abc~xyz.1.1', '1~abc~abcdef.1', '1~abc~abcdef.1.-1', '1~🙂'])(
    'that is none is refused: %j',
    async (after) => {
      await expect(textsOfAll({ after })).rejects.toMatchObject({ code: 'usage' });
    },
  );

  test('within a line is refused', async () => {
    const web = writer('shop-web-1', { id: 'abcdef0123456789' });
    append(web, 0, 'hello');
    web.close();
    await expect(textsOfAll({ after: '1~abc~abcdef012345.1.3' })).rejects.toMatchObject({ code: 'usage' });
    await expect(textsOfAll({ after: '1~abc~abcdef012345.1.zzz' })).rejects.toMatchObject({ code: 'usage' });
  });

  test('goes on after each batch without losing or repeating a line', async () => {
    const writers = ['shop-web-1', 'shop-db-1', 'shop-cache-1'].map((name) =>
      writer(name, { id: hex(name) }),
    );
    for (let n = 0; n < 30_000; n++)
      append(writers[(n * 7) % 3] as SegmentWriter, n, `${n} ${'x'.repeat(n % 200)}`);
    for (const one of writers) one.close();
    const whole = await textsOfAll({});
    expect(whole).toHaveLength(30_001);
    // A reader that comes back after every batch.
    const pieces: string[] = [];
    for (let after: string | undefined; ; ) {
      const reader = steps({ after });
      const { value: step } = await reader.next();
      await reader.return(undefined);
      pieces.push(...textsOf(step));
      if (step.kind === 'caught-up') break;
      after = step.checkpoint;
    }
    expect(pieces).toEqual(whole);
  });

  test('goes on into a container that took the name, and into one that appeared', async () => {
    const web = writer('shop-web-1', { id: hex('one') });
    append(web, 0, 'old');
    web.close();
    const reader = steps({});
    const seen = await until('caught-up', reader);
    await reader.return(undefined);
    const [next, db] = [writer('shop-web-1', { id: hex('two') }), writer('shop-db-1', { id: hex('three') })];
    append(next, 2, 'new');
    append(db, 1, 'appeared');
    next.close();
    db.close();
    expect(await textsOfAll({ after: seen.at(-1)?.checkpoint })).toEqual(['appeared', 'new', 'caught-up']);
  });

  test('whose segment was dropped goes on at the oldest that is kept, after a gap', async () => {
    const cap = 4 * megabyte;
    const web = writer('shop-web-1', { id: hex('web'), cap });
    append(web, 0, 'first');
    web.flush();
    const reader = steps({});
    const [first] = await until('records', reader);
    await reader.return(undefined);
    for (let n = 1; n < 8_000; n++) append(web, n, `${n} ${'x'.repeat(1_000)}`);
    web.close();
    const [gap, ...lines] = await textsOfAll({ after: first?.checkpoint });
    const oldest = Number(lines[0]?.split(' ')[0]);
    expect(oldest).toBeGreaterThan(1_000);
    expect(gap).toBe(`gap of ${oldest} s`);
    expect(lines).toHaveLength(8_000 - oldest + 1);
  });
});

describe('a reader', () => {
  test('hears of segments that are dropped while it waits', async () => {
    const cap = 4 * megabyte;
    const web = writer('shop-web-1', { id: hex('web'), cap });
    for (let n = 0; n < 2_000; n++) append(web, n, `${n} ${'x'.repeat(1_000)}`);
    web.flush();
    const reader = steps({});
    await reader.next();
    for (let n = 2_000; n < 10_000; n++) append(web, n, `${n} ${'x'.repeat(1_000)}`);
    web.close();
    const rest: string[] = [];
    for await (const step of reader) rest.push(...textsOf(step));
    expect(rest.filter((text) => text.startsWith('gap'))).toHaveLength(1);
    const at = rest.findIndex((text) => text.startsWith('gap'));
    const before = Number(rest[at - 1]?.split(' ')[0]);
    const after = Number(rest[at + 1]?.split(' ')[0]);
    expect(rest[at]).toBe(`gap of ${after - before} s`);
  });

  test('is not misled by the end that a killed writer left', async () => {
    const web = writer('shop-web-1', { id: hex('web') });
    append(web, 0, 'one');
    web.close();
    const [segment] = index.segments(index.container(hex('web'), 'shop-web-1', 'web'));
    const path = segment?.path ?? '';
    await appendFile(path, 'o2025-11-24T16:00:01.000000000Z torn');
    const abort = new AbortController();
    const reader = steps({ follow: true }, abort.signal);
    await until('caught-up', reader);
    await truncate(path, segment?.bytes);
    await appendFile(path, 'o2025-11-24T16:00:01.000000000Z another\n');
    expect((await until('records', reader)).flatMap(textsOf)).toEqual(['another']);
    abort.abort();
    await reader.return(undefined);
  });

  test('that is slow misses lines that come, is told how many, and has the newest', async () => {
    const [web, db] = [writer('shop-web-1', { id: hex('web') }), writer('shop-db-1', { id: hex('db') })];
    append(web, 0, '0');
    web.flush();
    const abort = new AbortController();
    const reader = steps({ follow: true }, abort.signal);
    await until('caught-up', reader);
    for (let n = 1; n <= 30_000; n++) append(web, n, `${n} ${'x'.repeat(100)}`);
    append(db, 15_000, 'quiet');
    web.flush();
    db.flush();
    let lines = 0;
    let dropped = 0;
    let last = '';
    let quiet = 0;
    while (lines + dropped < 30_001) {
      const { value: step } = await reader.next();
      // As long as a page that is busy.
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (step.kind === 'dropped') dropped += step.lines;
      if (step.kind !== 'records') continue;
      lines += step.records.length;
      quiet += textsOf(step).filter((text) => text === 'quiet').length;
      last = textsOf(step).at(-1) ?? '';
    }
    expect(dropped).toBeGreaterThan(20_000);
    expect(quiet).toBe(1);
    expect(last).toContain('30000');
    abort.abort();
    await reader.return(undefined);
  });

  test('that is slow misses nothing of what was kept', async () => {
    const web = writer('shop-web-1', { id: hex('web') });
    for (let n = 1; n <= 30_000; n++) append(web, n, `${n} ${'x'.repeat(100)}`);
    web.close();
    const abort = new AbortController();
    const reader = steps({ follow: true }, abort.signal);
    let lines = 0;
    for await (const step of reader) {
      if (step.kind === 'caught-up') break;
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (step.kind === 'records') lines += step.records.length;
    }
    expect(lines).toBe(30_000);
    abort.abort();
  });
});

describe('a search', () => {
  test('does not see colours', async () => {
    const web = writer('shop-web-1', { id: hex('web') });
    append(web, 0, '\x1b[31mre\x1b[0mfused');
    append(web, 1, 'taken');
    web.close();
    expect(await textsOfAll({ grep: toPattern('^refused$') })).toEqual([
      '\x1b[31mre\x1b[0mfused',
      'caught-up',
    ]);
    expect(await textsOfAll({ grep: toPattern('^refused$'), tail: 1 })).toEqual([
      '\x1b[31mre\x1b[0mfused',
      'caught-up',
    ]);
  });

  test('minds case as soon as there is a capital letter', async () => {
    const web = writer('shop-web-1', { id: hex('web') });
    append(web, 0, 'ERROR');
    web.close();
    expect(await textsOfAll({ grep: toPattern('\\Serror|error') })).toEqual(['ERROR', 'caught-up']);
    expect(await textsOfAll({ grep: toPattern('Error') })).toEqual(['caught-up']);
  });

  test('whose pattern would take for ever is ended and told', async () => {
    const web = writer('shop-web-1', { id: hex('web') });
    append(web, 0, `${'a'.repeat(60)}!`);
    web.close();
    await expect(textsOfAll({ grep: toPattern('^(a+)+$') })).rejects.toMatchObject({
      code: 'usage',
      message: 'Searching for /^(a+)+$/ takes too long.',
    });
  });

  test('for what is no pattern is refused', () => {
    expect(() => toPattern('(')).toThrow('/(/ is no regular expression');
  });
});

/** As an id of the engine looks. */
function hex(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0');
}
