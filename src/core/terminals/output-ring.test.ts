import { expect, it } from 'vitest';
import { OutputRing } from './output-ring.ts';

const loneSurrogate = /\p{Surrogate}/u;

/** Reads from an offset to the end, as a view does. */
function readAll(ring: OutputRing, after: number, length = 1000) {
  let text = '';
  let dropped = 0;
  for (let piece = ring.read(after, length); piece; piece = ring.read(piece.offset, length)) {
    text += piece.text;
    dropped += piece.dropped;
  }
  return { text, dropped };
}

it('gives what came after an offset, without loss or repeat', () => {
  const ring = new OutputRing(1_000_000);
  for (const letter of 'hello, terminal') ring.append(letter);
  expect(ring.read(7, 4)).toEqual({ text: 'term', offset: 11, dropped: 0 });
  expect(ring.read(11, 100)).toEqual({ text: 'inal', offset: 15, dropped: 0 });
  expect(ring.read(15, 100)).toBeUndefined();
});

it('keeps the newest only, and says how much it has dropped', () => {
  const ring = new OutputRing(100_000);
  let whole = '';
  for (let line = 0; line < 100_000; line++) {
    ring.append(`line ${line}\n`);
    whole += `line ${line}\n`;
  }
  const { text, dropped } = readAll(ring, 10);
  expect(text.length).toBeLessThanOrEqual(100_000);
  expect(text.length).toBeGreaterThan(80_000);
  expect(10 + dropped + text.length).toBe(whole.length);
  expect(whole.endsWith(text)).toBe(true);
});

it('never takes a character apart', () => {
  const ring = new OutputRing(1_000_000);
  const text = `x${'😀'.repeat(40_000)}`;
  ring.append(text);
  const pieces: string[] = [];
  for (let piece = ring.read(0, 1000); piece; piece = ring.read(piece.offset, 1000)) pieces.push(piece.text);
  expect(pieces.join('') === text).toBe(true);
  expect(pieces.filter((piece) => loneSurrogate.test(piece))).toEqual([]);
  ring.append('y'.repeat(990_000));
  expect(readAll(ring, 0).text).not.toMatch(loneSurrogate);
});
