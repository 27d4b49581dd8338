import { expect, test } from 'vitest';
import { Aligner } from './aligner.ts';
import { kinds } from './record.ts';

const at = (n: number) => `2026-11-24T07:38:21.${String(n).padStart(9, '0')}Z`;
const payload = (text: string) => Buffer.from(`${at(Number(text.split(' ')[0]))} ${text}\n`);
const record = (text: string) => Buffer.concat([Buffer.of(kinds.stdout), payload(text)]);

/** `5 a` is a line of time 5. */
function align(stored: string[], sent: string[], whole = false) {
  const fresh: string[] = [];
  let apart: string | undefined;
  const text = (bytes: Buffer) => bytes.toString().slice(31, -1);
  const aligner = new Aligner(
    { records: stored.map(record) },
    whole,
    (_, bytes) => fresh.push(text(bytes)),
    (_, bytes) => {
      apart = text(bytes);
    },
  );
  for (const line of sent) aligner.push(kinds.stdout, payload(line));
  return { fresh, apart, tooShort: aligner.tooShort };
}

test('where nothing is stored all is new', () => {
  expect(align([], ['5 a', '6 b'])).toEqual({ fresh: ['5 a', '6 b'], apart: undefined, tooShort: false });
});

test('what is stored is not new', () => {
  expect(align(['5 a', '6 b'], ['3 x', '5 a', '6 b', '7 c']).fresh).toEqual(['7 c']);
});

test('equal lines of one time are counted', () => {
  expect(align(['5 a', '5 a'], ['4 a', '5 a', '5 a', '5 a', '5 b']).fresh).toEqual(['5 a', '5 b']);
});

test('a line that has an earlier time than the stored ones before it is kept', () => {
  expect(align(['5 a', '7 b'], ['4 x', '5 a', '7 b', '6 late', '4 later']).fresh).toEqual([
    '6 late',
    '4 later',
  ]);
});

test('what may have begun too late gives nothing and says so', () => {
  expect(align(['5 a', '6 b'], ['6 b', '7 c'])).toEqual({ fresh: [], apart: undefined, tooShort: true });
  expect(align(['5 a', '5 a'], ['5 a', '7 c'])).toEqual({ fresh: [], apart: undefined, tooShort: true });
});

test('what begins with the first stored line, the only one like it, begins early enough', () => {
  expect(align(['5 a', '6 b'], ['5 a', '6 b', '7 c']).fresh).toEqual(['7 c']);
});

test('a whole log that has lost its beginning goes on where the store ends', () => {
  expect(align(['5 a', '6 b', '7 c'], ['7 c', '8 d'], true)).toEqual({
    fresh: ['8 d'],
    apart: undefined,
    tooShort: false,
  });
});

test('a whole log that has lost all that is stored is apart', () => {
  expect(align(['5 a', '6 b'], ['8 d', '9 e'], true)).toEqual({
    fresh: ['8 d', '9 e'],
    apart: '8 d',
    tooShort: false,
  });
});

test('a clock that was set back makes nothing come twice', () => {
  expect(align(['5 a', '6 b'], ['3 x', '90 y', '4 z', '5 a', '6 b', '7 c']).tooShort).toBe(true);
  expect(align(['5 a', '6 b'], ['3 x', '90 y', '4 z', '5 a', '6 b', '7 c'], true).fresh).toEqual(['7 c']);
});
