import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Graph, GraphEdge, Place } from './graph.ts';

/** Every node has this size, so that a layout needs no measuring and a change of text none either. */
export const nodeSize = { width: 172, height: 58 };

/** Where everything is: nodes by their upper left corner, edges by the points they run through. */
export interface Layout {
  /** Of what graph; see `shapeOf`. */
  shape: string;
  nodes: ReadonlyMap<string, Place>;
  edges: ReadonlyMap<string, readonly Place[]>;
}

type Shape = Pick<Graph, 'edges'> & { nodes: readonly { id: string }[] };

/** What a layout depends on: names and edges, nothing of their state. */
export function shapeOf({ nodes, edges }: Shape): string {
  return JSON.stringify([nodes.map(({ id }) => id), edges.map(({ from, to }) => [from, to])]);
}

/** More services than this are laid out by the faster way: 0.3 s rather than 2 s for 200 of them. */
const many = 60;

/** The graph as ELK takes it: layers from left to right, those who wait left of what they need. */
export function elkGraphOf({ nodes, edges }: Shape): ElkNode {
  return {
    id: 'stack',
    layoutOptions: { ...options, ...(nodes.length > many ? forMany : forFew) },
    children: nodes.map(({ id }) => ({ id, ...nodeSize })),
    edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.aspectRatio': '1.6',
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.mergeEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '68',
  'elk.layered.spacing.edgeNodeBetweenLayers': '28',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
};

const forFew = {
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  // Order as written where nothing else decides: the picture stays the same from one time to the next.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.spacing.nodeNode': '30',
  'elk.spacing.edgeNode': '22',
  'elk.spacing.componentComponent': '44',
};

const forMany = {
  'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS',
  'elk.layered.considerModelOrder.strategy': 'NONE',
  'elk.layered.thoroughness': '3',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '10',
  'elk.spacing.edgeEdge': '6',
  'elk.spacing.componentComponent': '28',
};

/** Columns of a layer that was folded stand nearer to each other than layers do. */
const foldedGap = 20;
const layerGap = 76;
const rowGap = 20;

/**
 * A layout that fills a screen rather than a tower: where layers hold far more services than fit below each other, each is
 * folded into columns, in ELK's order. Edges then run straight from one to the other, behind what stands between.
 */
export function folded(layout: Layout, edges: readonly Pick<GraphEdge, 'id' | 'from' | 'to'>[]): Layout {
  const rows = Math.max(12, Math.round(Math.sqrt(layout.nodes.size * 1.9)));
  const layers = layersOf(layout);
  if (layers.every((layer) => layer.length <= rows)) return layout;
  const nodes = new Map<string, Place>();
  let x = 0;
  for (const layer of layers) {
    const across = Math.ceil(layer.length / rows);
    const down = Math.ceil(layer.length / across);
    for (const [index, name] of layer.entries()) {
      const column = Math.floor(index / down);
      const held = Math.min(down, layer.length - column * down);
      nodes.set(name, {
        x: x + column * (nodeSize.width + foldedGap),
        y: ((index % down) - (held - 1) / 2) * (nodeSize.height + rowGap),
      });
    }
    x += across * (nodeSize.width + foldedGap) - foldedGap + layerGap;
  }
  return { shape: layout.shape, nodes, edges: straight(edges, nodes) };
}

/** The names in each layer, from left to right, each from top to bottom. */
function layersOf({ nodes }: Layout): string[][] {
  const layers = new Map<number, string[]>();
  const ordered = [...nodes].toSorted(([, a], [, b]) => a.x - b.x || a.y - b.y);
  for (const [name, { x }] of ordered) layers.set(x, [...(layers.get(x) ?? []), name]);
  return [...layers.values()];
}

function straight(
  edges: readonly Pick<GraphEdge, 'id' | 'from' | 'to'>[],
  nodes: ReadonlyMap<string, Place>,
): Map<string, Place[]> {
  const side = (name: string, far: number) => {
    const { x = 0, y = 0 } = nodes.get(name) ?? {};
    return { x: x + far, y: y + nodeSize.height / 2 };
  };
  return new Map(edges.map(({ id, from, to }) => [id, [side(from, nodeSize.width), side(to, 0)]]));
}

export function layoutFrom(shape: string, placed: ElkNode): Layout {
  return {
    shape,
    nodes: new Map((placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    edges: new Map(
      (placed.edges ?? []).map(({ id, sections }) => [
        id,
        (sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [
          startPoint,
          ...(bendPoints ?? []),
          endPoint,
        ]),
      ]),
    ),
  };
}

/** On the middle piece of the curve, nearer to its beginning: the labels of edges that cross stand apart there. */
export function labelPlace(points: readonly Place[]): Place {
  const at = Math.max(0, Math.floor((points.length - 2) / 2));
  const { x = 0, y = 0 } = points[at] ?? {};
  const next = points[at + 1] ?? { x, y };
  return { x: x + 0.424 * (next.x - x), y: y + 0.352 * (next.y - y) };
}

/** Rows of nodes, for when no better layout can be had. */
export function gridOf(shape: string, { nodes, edges }: Shape): Layout {
  const across = Math.ceil(Math.sqrt(nodes.length));
  const places = new Map(
    nodes.map(({ id }, index) => [
      id,
      {
        x: (index % across) * (nodeSize.width + 68),
        y: Math.floor(index / across) * (nodeSize.height + 30),
      },
    ]),
  );
  return {
    shape,
    nodes: places,
    edges: straight(edges, places),
  };
}

/** An SVG path through the points, flat where it leaves and arrives, so that it runs like a cable. */
export function curveThrough(points: readonly Place[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const bow = last.x + (point.x - last.x) / 2;
    path += ` C${bow} ${last.y} ${bow} ${point.y} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}
