import { expect, it } from 'vitest';
import { maximumAge } from './image-steps.ts';

it.each([
  ['daily', 86_400_000],
  ['weekly', 604_800_000],
  ['every_12h', 43_200_000],
  ['every_1d12h30m', 131_400_000],
  ['missing', undefined],
  ['always', undefined],
])('the pull policy %s lets an image be %s ms old', (policy, age) => {
  expect(maximumAge(policy)).toBe(age);
});
