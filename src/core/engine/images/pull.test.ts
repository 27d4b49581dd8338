import { expect, it } from 'vitest';
import { Layers } from './pull.ts';

it('the bytes of a pull are summed over its layers and end at their total', () => {
  const layers = new Layers();
  const told = [
    { id: '16', status: 'Pulling from library/postgres' },
    { id: 'a', status: 'Already exists' },
    { id: 'b', status: 'Pulling fs layer' },
    { id: 'c', status: 'Pulling fs layer' },
    { id: 'b', status: 'Downloading', progressDetail: { current: 10, total: 100 } },
    { id: 'c', status: 'Downloading', progressDetail: { current: 5, total: 50 } },
    { id: 'b', status: 'Download complete' },
    { id: 'b', status: 'Extracting', progressDetail: { current: 20, total: 100 } },
    { id: 'c', status: 'Pull complete' },
    { id: 'b', status: 'Pull complete' },
    { status: 'Digest: sha256:1' },
  ].map((record) => layers.record(record));
  expect(told[0]).toBeUndefined();
  expect(told[4]).toEqual({ current: 10, total: 100, text: 'downloading, 1 of 3 layers done' });
  expect(told[5]).toEqual({ current: 15, total: 150, text: 'downloading, 1 of 3 layers done' });
  expect(told[7]).toEqual({ current: 105, total: 150, text: 'downloading, 1 of 3 layers done' });
  expect(told[9]).toEqual({ current: 150, total: 150, text: '3 layers' });
  expect(told[10]).toBeUndefined();
});
