import { expect, test } from 'vitest';
import { FileSizes, humanSize, sizeInJsonFile } from './rotation.ts';

const line = (text: string, time = '2026-11-24T07:38:21.250769504Z') => Buffer.from(`${time} ${text}\n`);

test.each([
  ['plain', '{"log":"plain\\n","stream":"stdout","time":"2026-11-24T07:38:21.250769504Z"}\n'],
  [
    'a "b" \\ \r',
    '{"log":"a \\"b\\" \\\\ \\r\\n","stream":"stdout","time":"2026-11-24T07:38:21.250769504Z"}\n',
  ],
  [
    '<a>&\t\u001b',
    '{"log":"\\u003ca\\u003e\\u0026\\u0009\\u001b\\n","stream":"stdout","time":"2026-11-24T07:38:21.250769504Z"}\n',
  ],
])('%j has the size that it has in the engine’s file', (text, encoded) => {
  expect(sizeInJsonFile(line(text))).toBe(encoded.length);
});

test('zeros at the end of a time are not in the file', () => {
  expect(sizeInJsonFile(line('', '2026-11-24T07:38:21.250000000Z'))).toBe(sizeInJsonFile(line('')) - 7);
  expect(sizeInJsonFile(line('', '2026-11-24T07:38:21.000000000Z'))).toBe(sizeInJsonFile(line('')) - 10);
});

test('a long line is several records', () => {
  const [one, two] = [sizeInJsonFile(line('x'.repeat(16_384))), sizeInJsonFile(line('x'.repeat(16_385)))];
  expect(two - one).toBe('{"log":"x","stream":"stdout","time":"2026-11-24T07:38:21.250769504Z"}\n'.length);
});

test('lines that fill files are complete, others are not', () => {
  const sizes = new FileSizes(1_000);
  expect(sizes.filled).toBeUndefined();
  sizes.begin();
  for (let n = 0; n < 9; n++) sizes.add(line('x'.repeat(30)));
  expect(sizes.filled).toBe(false);
  sizes.add(line('x'.repeat(30)));
  expect(sizes.filled).toBe(true);
  for (let n = 0; n < 5; n++) sizes.add(line('x'.repeat(30)));
  expect(sizes.filled).toBe(false);
});

test('what a file takes at least to be written is known where its size is', () => {
  expect(new FileSizes(100_000).shortestTime).toBe(200_000n);
  expect(new FileSizes(Number.NaN).shortestTime).toBeUndefined();
});

test('sizes are read as Docker does', () => {
  expect(['10m', '1k', '2g', '500', '1.5mb', ''].map(humanSize)).toEqual([
    10_000_000,
    1_000,
    2_000_000_000,
    500,
    1_500_000,
    Number.NaN,
  ]);
});
