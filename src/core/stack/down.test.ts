import { expect, it } from 'vitest';
import type { ComposeProject } from '../compose/index.ts';
import { planDown } from './down.ts';
import type { ObservedContainer } from './observe.ts';

it('takes down those that need others first, then what they hung on', () => {
  const needs = (name: string) => ({
    depends_on: { [name]: { condition: 'service_started', required: true } },
  });
  const project = {
    name: 'shop',
    config: { services: { web: needs('api'), api: needs('db'), db: {} } },
  } as unknown as ComposeProject;
  const containers = ['db', 'api', 'web', 'orphan'].map(
    (service) => ({ name: `shop-${service}-1`, service, number: 1 }) as ObservedContainer,
  );
  const { steps } = planDown(
    { project },
    { containers, networks: ['shop_default'], volumes: ['shop_data'], images: [] },
  );
  const all = containers.map(({ name }) => `container:${name}:remove`);
  expect(steps.map(({ id, after, loses }) => ({ id, after, ...(loses && { loses }) }))).toEqual([
    { id: 'container:shop-db-1:remove', after: ['container:shop-api-1:remove'] },
    { id: 'container:shop-api-1:remove', after: ['container:shop-web-1:remove'] },
    { id: 'container:shop-web-1:remove', after: [] },
    { id: 'container:shop-orphan-1:remove', after: [] },
    { id: 'network:shop_default:remove', after: all },
    { id: 'volume:shop_data:remove', after: all, loses: 'all data in it' },
  ]);
});
