import { expect, test } from 'vitest';
import { evaluate, holds } from './expression.ts';

const list = (length: number) => `[${Array.from({ length }, (_, index) => index).join(', ')}]`;

test('a loop may hold another one, and no more', () => {
  const two = `${list(100)}.all(a, ${list(100)}.exists(b, a == b))`;
  expect(holds(two, {})).toBe(true);
  expect(() => holds(`${list(3)}.all(c, ${two})`, {})).toThrow('It nests loops too deep');
  expect(() => evaluate('cel.bind(a, "x" + "x", cel.bind(b, a + a, cel.bind(c, b + b, c)))', {})).toThrow(
    'It nests loops too deep',
  );
  // One after the other is no nesting.
  expect(evaluate('[1, 2, 3].filter(a, a > 1).map(b, b + 1).map(c, c * 2)', {})).toEqual([6, 8]);
});

test('what an expression gives is held to a size', () => {
  const doubled = (start: string, step: string) => start + `.map(a, ${step})`.repeat(24);
  expect(() => evaluate(doubled('["xxxxxxxx"]', 'a + a'), {})).toThrow('more than an expression may');
  expect(() => evaluate(doubled('[1]', '[a, a]'), {})).toThrow('more than an expression may');
  expect(() => evaluate(`size(json(${doubled('[1]', '[a, a]')}))`, {})).toThrow(
    'more than an expression may',
  );
});
