import { describe, expect, test } from 'vitest';
import type { LogChunk } from '../engine/index.ts';
import { LineJoiner } from './line-joiner.ts';
import { longestLine } from './record.ts';

const t1 = '2026-11-24T07:38:21.250769504Z';
const t2 = '2026-11-24T07:38:21.250769505Z';

function join(
  chunks: [LogChunk['stream'], string | Buffer][],
  options: { tty?: boolean; end?: boolean } = {},
): string[] {
  const lines: string[] = [];
  const joiner = new LineJoiner(options.tty ?? false, (kind, payload) =>
    lines.push(String.fromCharCode(kind) + payload.toString('latin1')),
  );
  for (const [stream, data] of chunks) joiner.push({ stream, data: Buffer.from(data as string) });
  if (options.end) joiner.end();
  return lines;
}

describe('frames', () => {
  test('that are lines go through as they are, of both streams', () => {
    expect(
      join([
        ['stdout', `${t1} one\n`],
        ['stderr', `${t1} two\n`],
        ['stdout', `${t2} \n`],
      ]),
    ).toEqual([`o${t1} one\n`, `e${t1} two\n`, `o${t2} \n`]);
  });

  test('of one stream and one time without an end between them are one line', () => {
    expect(
      join([
        ['stdout', `${t1} ${'a'.repeat(16_384)}`],
        ['stderr', `${t1} between\n`],
        ['stdout', `${t1} ${'b'.repeat(16_384)}`],
        ['stdout', `${t1} c\n`],
      ]),
    ).toEqual([`e${t1} between\n`, `o${t1} ${'a'.repeat(16_384)}${'b'.repeat(16_384)}c\n`]);
  });

  test('without an end are a line when the next one of the stream has another time', () => {
    expect(
      join([
        ['stdout', `${t1} no end`],
        ['stdout', `${t2} next run\n`],
      ]),
    ).toEqual([`o${t1} no end\n`, `o${t2} next run\n`]);
  });

  test('without an end are a line at the end of the log, and only there', () => {
    expect(join([['stderr', `${t1} no end`]])).toEqual([]);
    expect(join([['stderr', `${t1} no end`]], { end: true })).toEqual([`e${t1} no end\n`]);
  });

  test('that make a line beyond 1 MiB are cut, with a mark on all parts but the last', () => {
    const piece = 'x'.repeat(16_384);
    const chunks = Array.from({ length: 65 }, (): [LogChunk['stream'], string] => [
      'stdout',
      `${t1} ${piece}`,
    ]);
    const lines = join([...chunks, ['stdout', `${t1} end\n`]]);
    expect(lines.map((line) => [line[0], line.length - 33])).toEqual([
      ['O', longestLine],
      ['o', 16_384 + 3],
    ]);
  });

  test('with times in another zone or with fewer digits are brought to UTC and nine digits', () => {
    expect(
      join([
        ['stdout', '2026-11-24T09:38:21.25+02:00 one\n'],
        ['stdout', '2026-11-24T07:38:21Z two\n'],
      ]),
    ).toEqual(['o2026-11-24T07:38:21.250000000Z one\n', 'o2026-11-24T07:38:21.000000000Z two\n']);
  });

  test('may hold any bytes but the line end', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10));
    const [line] = join([['stdout', Buffer.concat([Buffer.from(`${t1} `), bytes, Buffer.from('\n')])]]);
    expect(line).toBe(`o${t1} ${bytes.toString('latin1')}\n`);
  });
});

describe('a terminal’s stream', () => {
  const whole = `${t1} one\r\n${t2} two\r\n${t2} \r\n`;

  test.each([1, 2, 7, 31, 1_000])('cut every %i bytes gives its lines without the terminal’s \\r', (size) => {
    const chunks: [LogChunk['stream'], string][] = [];
    for (let at = 0; at < whole.length; at += size) chunks.push(['stdout', whole.slice(at, at + size)]);
    expect(join(chunks, { tty: true })).toEqual([`o${t1} one\n`, `o${t2} two\n`, `o${t2} \n`]);
  });

  test.each([1_000, 16_384, 50_000])(
    'in chunks of %i bytes has long lines without the times between pieces',
    (size) => {
      const [a, b, c] = ['a'.repeat(16_384), 'b'.repeat(16_384), 'c'.repeat(100)];
      const stream = `${t1} ${a}${t1} ${b}${t1} ${c}\r\n${t2} next\r\n`;
      const chunks: [LogChunk['stream'], string][] = [];
      for (let at = 0; at < stream.length; at += size) chunks.push(['stdout', stream.slice(at, at + size)]);
      expect(join(chunks, { tty: true })).toEqual([`o${t1} ${a}${b}${c}\n`, `o${t2} next\n`]);
    },
  );
});
