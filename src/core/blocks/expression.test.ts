import { expect, it } from 'vitest';
import { ExpressionFailed, evaluate, holds, render, renderText, toCel } from './expression.ts';
import { parseUrl, placeholder, replacePlaceholders, treatedValue, treatText } from './placeholder.ts';

const scope = {
  size: 3n,
  name: 'db',
  tags: ['a', 'b'],
  password: placeholder('db.password'),
  service: { main: 'db' },
};

it.each([
  ['plain', 'plain'],
  ['${name}-${size}', 'db-3'],
  ['${size}', 3],
  ['${size > 2}', true],
  ['${tags}', ['a', 'b']],
  ['$$HOME costs 5 $ or $$${size}', '$HOME costs 5 $ or $3'],
  ['${\'}\' + name + "{"}', '}db{'],
  ["${{'a': size}['a'] + 1}", 4],
  ["${tags.map(tag, tag + '!').join(' ')}", 'a! b!'],
  ["${url('a b/c')}${json({'x': [size, 'q\"']})}", 'a%20b%2Fc{"x":[3,"q\\""]}'],
  ['${service.main}:${size + 1}', 'db:4'],
])('%s gives %j', (template, value) => {
  expect(render(template, scope)).toEqual(value);
});

it.each([
  ['${nam}', '${nam}: Unknown variable: nam.', 'Did you mean "name"?'],
  ['${service.mian}', '${service.mian}: No such key: mian.', 'Did you mean "main"?'],
  [
    'x ${tags}',
    'The expression gives a list, which is no text.',
    'Write json(…) around it, or pick one of its entries.',
  ],
  ['${size', 'The expression is never closed with "}".', 'Write ${…}, or $$ for a dollar sign.'],
])('%s is refused', (template, message, remedy) => {
  expect(() => renderText(template, scope)).toThrow(expect.objectContaining({ message, remedy }));
});

it('a condition is true or false, and nothing else', () => {
  expect(holds('size == 3 && "a" in tags', scope)).toBe(true);
  expect(() => holds('size', scope)).toThrow(ExpressionFailed);
  expect(evaluate('half < 1.0', { half: toCel(0.5) })).toBe(true);
});

it('what is made of a secret is made of its value at the end', () => {
  const text = renderText('db://u:${url(password)}@h/${json(password)}', scope);
  const value = 'p@ss "x"';
  const put = (it: { name: string; treatments: Parameters<typeof treatedValue>[1] }) =>
    it.name === 'db.password' ? treatedValue(value, it.treatments) : undefined;
  expect(replacePlaceholders(text, put)).toBe('db://u:p%40ss%20%22x%22@h/"p@ss \\"x\\""');
  expect(replacePlaceholders(treatText(`a/${placeholder('other')}`, 'url'), put)).toBe(
    `a%2F${placeholder('other', 'url')}`,
  );
});

it.each([
  [
    'postgresql://me:p%40w@h:5/all?x=1',
    { scheme: 'postgresql', user: 'me', password: 'p@w', host: 'h', port: '5', path: 'all', query: 'x=1' },
  ],
  [
    'redis://[::1]',
    { scheme: 'redis', user: '', password: '', host: '[::1]', port: undefined, path: '', query: '' },
  ],
  ['nothing', undefined],
])('%s is read as a URL', (text, parts) => {
  expect(parseUrl(text)).toEqual(parts);
});
