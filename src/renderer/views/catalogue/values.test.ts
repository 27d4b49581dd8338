import { expect, test } from 'vitest';
import type { ParameterView } from '../../../shared/contract/index.ts';
import { problemOf, shownValue, withValue } from './values.ts';

const parameter = (more: Partial<ParameterView>): ParameterView => ({
  name: 'version',
  title: 'Version',
  type: 'string',
  secret: false,
  generated: false,
  advanced: false,
  ...more,
});

test('only what differs from the default is written', () => {
  const version = parameter({ default: '17' });
  const chosen = withValue({ memory: '1g' }, version, '16');
  expect(chosen).toEqual({ memory: '1g', version: '16' });
  expect(shownValue(version, chosen)).toBe('16');
  expect(withValue(chosen, version, '17')).toEqual({ memory: '1g' });
  expect(shownValue(version, {})).toBe('17');
  const extensions = parameter({ name: 'extensions', type: 'array', default: [] });
  expect(withValue({ extensions: ['vector'] }, extensions, [])).toEqual({});
});

test('what cannot be is said beside its field', () => {
  expect(problemOf(parameter({ pattern: '^[a-z]+$' }), 'A')).toBe(
    'It does not have the form that is wanted.',
  );
  expect(problemOf(parameter({ pattern: '^[a-z]+$' }), 'a')).toBeUndefined();
  expect(problemOf(parameter({ type: 'integer', minimum: 1, maximum: 9 }), 10)).toBe('At most 9.');
  expect(problemOf(parameter({ type: 'integer' }), Number.NaN)).toBe('A whole number.');
});
