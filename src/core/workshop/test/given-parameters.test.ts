import { expect, it } from 'vitest';
import type { PlacedBlock } from '../../blocks/index.ts';
import { givenParameters } from './given-parameters.ts';

const block = {
  definition: {
    block: 'mine',
    parameters: {
      version: { type: 'string' },
      size: { type: 'integer' },
      wide: { type: 'boolean' },
      tags: { type: 'array' },
      token: { type: 'string', secret: true },
    },
  },
} as unknown as PlacedBlock;

it('parameters on the command line are of the type that the block says; secrets become references', () => {
  expect(
    givenParameters(block, ['version=17', 'size=3', 'wide=true', 'tags=a,b', 'token=s3cr=t', 'size=big']),
  ).toEqual({
    values: { version: '17', size: 'big', wide: true, tags: ['a', 'b'], token: '${secret:token}' },
    secrets: { token: 's3cr=t' },
  });
});

it('one that there is not is told with the nearest', () => {
  expect(() => givenParameters(block, ['verson=17'])).toThrow('mine has no parameter "verson".');
  expect(() => givenParameters(block, ['version'])).toThrow('--with version gives version no value.');
});
