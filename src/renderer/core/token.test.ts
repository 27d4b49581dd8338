import { expect, test } from 'vitest';
import { splitFragment } from './token.ts';

test.each([
  ['#token=a-b_C', { token: 'a-b_C', place: '/' }],
  ['#/token=abc', { token: 'abc', place: '/' }],
  ['#/project/p-1/logs?token=abc', { token: 'abc', place: '/project/p-1/logs' }],
  ['#/project/p-1/logs?find=x&token=abc', { token: 'abc', place: '/project/p-1/logs?find=x' }],
  ['#/project/p-1/logs?token=abc&find=x', { token: 'abc', place: '/project/p-1/logs?find=x' }],
  ['#/tasks?find=mytoken', { token: undefined, place: '/tasks?find=mytoken' }],
  ['', { token: undefined, place: '' }],
])('%s', (fragment, split) => expect(splitFragment(fragment)).toEqual(split));
