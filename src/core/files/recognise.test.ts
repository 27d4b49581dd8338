import { expect, it } from 'vitest';
import { asText, pictureType } from './recognise.ts';

it('knows pictures by how they begin', () => {
  const beginnings = ['\x89PNG\r\n\x1a\n…', '\xff\xd8\xff\xe0', 'GIF89a', 'RIFF1234WEBPVP8 ', '<svg>', ''];
  expect(beginnings.map((text) => pictureType(Buffer.from(text, 'latin1')))).toEqual([
    ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', undefined, undefined],
  ]);
});

it('tells text from other bytes', () => {
  const utf8 = Buffer.from('größe 😀\n');
  expect(asText(utf8, false)).toBe('größe 😀\n');
  expect(asText(utf8.subarray(0, 10), true)).toBe('größe ');
  expect(asText(Buffer.from('\x1b[31mred\x1b[0m\n'), false)).toBe('\x1b[31mred\x1b[0m\n');
  expect(asText(Buffer.from('gr\xf6\xdfe', 'latin1'), false)).toBe('größe');
  expect(asText(Buffer.from('\ufeffwide', 'utf16le'), false)).toBe('wide');
  expect(asText(Buffer.from('a\0b'), false)).toBeUndefined();
  expect(asText(Buffer.from([1, 2, 3, 4, 5, 200, 201]), false)).toBeUndefined();
  expect(asText(Buffer.alloc(0), false)).toBe('');
});
