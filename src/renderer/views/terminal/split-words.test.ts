import { expect, it } from 'vitest';
import { splitWords } from './split-words.ts';

it('takes a command apart as a shell does', () => {
  expect(splitWords('psql  -c "select \'a\'"  \'b c\' d\\ e ""')).toEqual([
    ...['psql', '-c', "select 'a'", 'b c', 'd e', ''],
  ]);
  expect(splitWords('\'a\\b\' "a\\"b" $HOME')).toEqual(['a\\b', 'a"b', '$HOME']);
  expect(splitWords('   ')).toEqual([]);
  expect(splitWords('psql "open')).toBeUndefined();
});
