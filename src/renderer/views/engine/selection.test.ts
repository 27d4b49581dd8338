import { expect, it } from 'vitest';
import type { CleanUpPlan } from '../../../shared/contract/index.ts';
import { chosenOf, firstSelection, type Group, isTicked, withGroup, withItem } from './selection.ts';

const item = (id: string, size: number) => ({ id, name: id, size, usedBy: [] });
const images: Group = {
  kind: 'unused-images',
  size: 30,
  losesData: false,
  text: 'Images.',
  items: [item('a', 10), item('b', 20)],
};
const volumes: Group = {
  kind: 'unused-volumes',
  size: 5,
  losesData: true,
  text: 'Volumes.',
  items: [item('v', 5)],
};
const plan: CleanUpPlan = { groups: [images, volumes] };

it('ticks at first what can be made again, and nothing that loses data', () => {
  const chosen = chosenOf(plan, firstSelection(plan));
  expect(chosen).toEqual({
    items: [
      { kind: 'unused-images', id: 'a' },
      { kind: 'unused-images', id: 'b' },
    ],
    size: 30,
    losing: [],
  });
});

it('ticks items and whole groups, and says what loses data', () => {
  const first = firstSelection(plan);
  const without = withItem(first, 'unused-images', 'b');
  expect(isTicked(without, images)).toBe('some');
  expect(chosenOf(plan, without).size).toBe(10);
  expect(isTicked(withGroup(without, images), images)).toBe('all');
  expect(isTicked(withGroup(first, images), images)).toBe('none');
  expect(withItem(without, 'unused-images', 'b')).toEqual(first);
  const losing = withGroup(first, volumes);
  expect(chosenOf(plan, losing)).toMatchObject({ size: 35, losing: [volumes] });
});
