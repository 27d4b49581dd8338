import { expect, it } from 'vitest';
import { searched } from './search-texts.ts';

it('says for each line whether the expression is in it, whatever its colours', () => {
  const { found } = searched({ pattern: /e+r/gi, texts: ['\x1b[31mE\x1b[0mRROR', 'info', 'over'] });
  expect([...found]).toEqual([1, 0, 1]);
});
