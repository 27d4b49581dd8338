import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import {
  curveThrough,
  elkGraphOf,
  folded,
  gridOf,
  type Layout,
  layoutFrom,
  nodeSize,
  shapeOf,
} from './elk-graph.ts';

const edge = (from: string, to: string) => ({
  id: `${from}→${to}`,
  from,
  to,
  condition: 'started' as const,
  gate: 'idle' as const,
  required: true,
});
const shop = {
  nodes: ['web', 'api', 'worker', 'db', 'alone'].map((id) => ({ id })),
  edges: [edge('web', 'api'), edge('api', 'db'), edge('worker', 'db'), edge('web', 'db')],
};

it('lays out in layers from left to right, without a node on another', async () => {
  const shape = shapeOf(shop);
  const layout = layoutFrom(shape, await new ELK().layout(elkGraphOf(shop)));
  const x = (name: string) => layout.nodes.get(name)?.x ?? Number.NaN;

  expect(layout.shape).toBe(shape);
  expect([...layout.nodes.keys()]).toEqual(['web', 'api', 'worker', 'db', 'alone']);
  expect(x('web')).toBeLessThan(x('api'));
  expect(x('api')).toBeLessThan(x('db'));
  expect(x('worker')).toBeLessThan(x('db'));
  expectApart(layout);
});

function expectApart(layout: Layout): void {
  const places = [...layout.nodes.values()];
  for (const [index, a] of places.entries())
    for (const b of places.slice(index + 1))
      expect(
        Math.abs(a.x - b.x) >= nodeSize.width || Math.abs(a.y - b.y) >= nodeSize.height,
        `${JSON.stringify(a)} and ${JSON.stringify(b)}`,
      ).toBe(true);
}

it('folds layers that would be towers, and leaves others as they are', async () => {
  const small = layoutFrom('', await new ELK().layout(elkGraphOf(shop)));
  expect(folded(small, shop.edges)).toBe(small);

  const nodes = [{ id: 'db' }, ...Array.from({ length: 60 }, (_, index) => ({ id: `s${index}` }))];
  const edges = nodes.slice(1).map(({ id }) => edge(id, 'db'));
  const large = folded(layoutFrom('', await new ELK().layout(elkGraphOf({ nodes, edges }))), edges);
  expectApart(large);
  const columns = new Map<number, number>();
  for (const { x } of large.nodes.values()) columns.set(x, (columns.get(x) ?? 0) + 1);
  expect([...columns.values()].toSorted((a, b) => b - a)).toEqual([12, 12, 12, 12, 12, 1]);
  expect(large.edges.get('s7→db')).toHaveLength(2);
});

it('has a plain grid where no layout can be had', () => {
  const layout = gridOf('', shop);
  expectApart(layout);
  expect(layout.nodes.get('db')).toEqual({ x: 0, y: 88 });
  expect(layout.edges.get('web→db')).toEqual([
    { x: 172, y: 29 },
    { x: 0, y: 117 },
  ]);
});

it('leads every edge from the right side of the one that waits to the left side of the one it needs', async () => {
  const { nodes, edges } = layoutFrom('', await new ELK().layout(elkGraphOf(shop)));
  for (const { id, from, to } of shop.edges) {
    const points = edges.get(id) ?? [];
    expect(points.length).toBeGreaterThan(1);
    expect(points[0]?.x).toBe((nodes.get(from)?.x ?? 0) + nodeSize.width);
    expect(points.at(-1)?.x).toBe(nodes.get(to)?.x);
  }
});

it('depends on names and edges only', () => {
  const later = { nodes: shop.nodes, edges: shop.edges.map((one) => ({ ...one, gate: 'passed' as const })) };
  expect(shapeOf(later)).toBe(shapeOf(shop));
  expect(shapeOf({ ...shop, edges: shop.edges.slice(1) })).not.toBe(shapeOf(shop));
});

it('draws an edge as a curve through its points', () => {
  expect(
    curveThrough([
      { x: 0, y: 0 },
      { x: 100, y: 40 },
      { x: 120, y: 40 },
    ]),
  ).toBe('M0 0 C50 0 50 40 100 40 C110 40 110 40 120 40');
  expect(curveThrough([])).toBe('');
});
