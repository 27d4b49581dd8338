import { expect, it } from 'vitest';
import { sizeInWords } from './words.ts';

it('writes sizes as people do', () => {
  const sizes = [0, 999, 1_000, 1_234, 99_400, 99_600, 999_400, 999_600, 38_200_000_000, 5e15];
  expect(sizes.map(sizeInWords)).toEqual([
    ...['0 B', '999 B', '1 kB', '1.2 kB', '99 kB', '100 kB', '999 kB', '1 MB', '38 GB', '5000 TB'],
  ]);
});
