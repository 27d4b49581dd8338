import { describe, expect, it } from 'vitest';
import type { LogRecord, LogStep } from '../logs/index.ts';
import { LogBatches } from './log-batches.ts';
import { type LogForm, textPieces } from './log-text.ts';

const start = 1_764_000_000_123_456_789n;

function line(
  data: string | Buffer,
  more: { container?: string; stream?: 'stderr'; goesOn?: true } = {},
): LogRecord {
  const container = more.container ?? 'shop-web-1';
  const service = container.split('-')[1] ?? '';
  return {
    kind: 'line',
    line: {
      service,
      container,
      stream: more.stream ?? 'stdout',
      timeNano: start,
      data: Buffer.from(data as string),
      ...(more.goesOn && { goesOn: true }),
    },
  };
}

async function* stream<Item>(items: Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('batches of lines', () => {
  it('are columns, and name each container once', async () => {
    const steps: LogStep[] = [
      {
        kind: 'records',
        records: [line('one'), line('two', { container: 'shop-db-1', stream: 'stderr' })],
        checkpoint: 'a',
      },
      { kind: 'records', records: [line('three', { goesOn: true }), line('')], checkpoint: 'b' },
      { kind: 'caught-up', checkpoint: 'b' },
      { kind: 'dropped', lines: 7, fromNano: start, toNano: start + 5_000_000_000n, checkpoint: 'c' },
      {
        kind: 'records',
        records: [
          { kind: 'gap', gap: { container: 'shop-web-1', fromNano: start, toNano: start + 1_000_000n } },
        ],
        checkpoint: 'd',
      },
    ];
    const at = 1_764_000_000_123.456;
    expect(await all(new LogBatches().of(stream(steps)))).toEqual([
      {
        kind: 'lines',
        sources: [
          { service: 'web', container: 'shop-web-1' },
          { service: 'db', container: 'shop-db-1' },
        ],
        at: [at, at],
        from: [0, 1],
        stream: 'oe',
        text: 'one\ntwo',
        cut: [],
        checkpoint: 'a',
      },
      {
        kind: 'lines',
        sources: [],
        at: [at, at],
        from: [0, 0],
        stream: 'Oo',
        text: 'three\n',
        cut: [],
        checkpoint: 'b',
      },
      { kind: 'caught-up', checkpoint: 'b' },
      { kind: 'dropped', lines: 7, from: at, to: at + 5_000, checkpoint: 'c' },
      { kind: 'gap', container: 'shop-web-1', from: at, to: at + 1, checkpoint: 'd' },
    ]);
  });

  it('replace bytes that are no text, and cut long lines between characters', async () => {
    const long = `${'x'.repeat(16_383)}🙂${'y'.repeat(100)}`;
    const records = [line(Buffer.of(0x61, 0xff, 0x00, 0x62)), line(long)];
    const [batch] = await all(
      new LogBatches().of(stream<LogStep>([{ kind: 'records', records, checkpoint: 'a' }])),
    );
    expect(batch).toMatchObject({
      text: `a\ufffd\0b\n${'x'.repeat(16_383)}`,
      cut: [{ index: 1, length: 16_485 }],
    });
  });
});

describe('a download', () => {
  const records: LogRecord[] = [
    line('hello'),
    line('trouble', { container: 'shop-db-1', stream: 'stderr' }),
    { kind: 'gap', gap: { container: 'shop-web-1', fromNano: start, toNano: start + 1_000_000_000n } },
    line(Buffer.from('first half €').subarray(0, -2), { goesOn: true }),
    line(Buffer.from('€ second half').subarray(1)),
  ];
  const textOf = async (form: LogForm) =>
    (await all(textPieces(stream([records]), form))).map(({ text }) => text).join('');

  it('is the lines as they were', async () => {
    expect(await textOf('plain')).toBe(
      'hello\ntrouble\n… lines of shop-web-1 may be missing from 2025-11-24T16:00:00.123456789Z to ' +
        '2025-11-24T16:00:01.123456789Z\nfirst half € second half\n',
    );
  });

  it('has times and services when they are wanted', async () => {
    expect((await textOf('timestamps')).split('\n').slice(0, 2)).toEqual([
      '2025-11-24T16:00:00.123456789Z web | hello',
      '2025-11-24T16:00:00.123456789Z db | trouble',
    ]);
  });

  it('is JSON for tools', async () => {
    const objects = (await textOf('json-lines'))
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(objects[1]).toEqual({
      time: '2025-11-24T16:00:00.123456789Z',
      service: 'db',
      container: 'shop-db-1',
      stream: 'stderr',
      line: 'trouble',
    });
    expect(objects[3]).toMatchObject({ goesOn: true });
  });

  it('comes in pieces', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => line(`${n} ${'x'.repeat(100)}`));
    const pieces = await all(textPieces(stream([many]), 'plain'));
    expect(Math.max(...pieces.map(({ text }) => text.length))).toBe(64 * 1024);
    expect(pieces.reduce((sum, { lines }) => sum + lines, 0)).toBe(10_000);
    expect(
      pieces
        .map(({ text }) => text)
        .join('')
        .split('\n'),
    ).toHaveLength(10_001);
  });
});
