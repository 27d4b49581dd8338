import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Graph, Place } from './graph.ts';

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
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '10',
  'elk.spacing.edgeEdge': '6',
  'elk.spacing.componentComponent': '28',
};

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
  const side = (name: string, far: number) => {
    const { x = 0, y = 0 } = places.get(name) ?? {};
    return { x: x + far, y: y + nodeSize.height / 2 };
  };
  return {
    shape,
    nodes: places,
    edges: new Map(edges.map(({ id, from, to }) => [id, [side(from, nodeSize.width), side(to, 0)]])),
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
