import { expect, it } from 'vitest';
import { bytesOf, hexLines } from './hex.ts';

it('shows bytes by sixteen, and what of them can be read', () => {
  expect(hexLines(bytesOf(btoa('\x7fELF\x02\x01\x01\x00and so on, on')))).toEqual([
    '0000  7f 45 4c 46 02 01 01 00 61 6e 64 20 73 6f 20 6f  ·ELF····and so o',
    '0010  6e 2c 20 6f 6e                                   n, on',
  ]);
  expect(hexLines(new Uint8Array())).toEqual([]);
});
