import { ORPCError } from '@orpc/server';
import { expect, test } from 'vitest';
import { BlockyardError, ManyErrors } from '../../shared/index.ts';
import { toWire } from './to-wire.ts';

const path = ['stacks', 'up'];

test('an error of ours keeps its code, place, remedy and causes', () => {
  const error = new BlockyardError('port-taken', 'Port 8080 is taken.', {
    where: { file: '/shop/compose.yaml', line: 7 },
    remedy: 'Free it.',
    cause: new Error('nginx holds it'),
  });
  expect(toWire(error, path).toJSON()).toMatchObject({
    defined: true,
    code: 'port-taken',
    message: 'Port 8080 is taken.',
    data: {
      code: 'port-taken',
      message: 'Port 8080 is taken.',
      where: { file: '/shop/compose.yaml', line: 7 },
      remedy: 'Free it.',
      causes: ['nginx holds it'],
    },
  });
});

test('errors that were found together arrive together', () => {
  const both = [new BlockyardError('compose-invalid', 'One.'), new BlockyardError('compose-invalid', 'Two.')];
  expect(toWire(new ManyErrors(both), path).data.errors?.map(({ message }) => message)).toEqual([
    'One.',
    'Two.',
  ]);
});

test('what nobody foresaw is `internal`, says what to do, and carries no stack', () => {
  const { code, data } = toWire(new TypeError('x is not a function'), path);
  expect(code).toBe('internal');
  expect(data).toEqual({
    code: 'internal',
    message: 'x is not a function',
    remedy: expect.stringContaining('please report it'),
    causes: ['x is not a function'],
  });
  expect(JSON.stringify(data)).not.toContain('.ts');
  expect(toWire('thrown text', path).data).toMatchObject({ code: 'internal', message: 'thrown text' });
});

test('an error of a procedure that another one asked passes as it is', () => {
  const inner = toWire(new BlockyardError('locked', 'shop is in use.'), path);
  expect(toWire(inner, ['tasks', 'retry'])).toBe(inner);
});

test("oRPC's own words become ours", () => {
  const input = new ORPCError('BAD_REQUEST', { message: 'Input validation failed' });
  expect(toWire(input, path).data).toMatchObject({
    code: 'usage',
    message: 'stacks.up does not understand what it was asked.',
    remedy: expect.any(String),
  });
  const output = new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Output validation failed' });
  expect(toWire(output, path).data).toMatchObject({
    code: 'internal',
    message: 'stacks.up failed: Output validation failed.',
  });
});
