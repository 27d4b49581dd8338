import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Graph, Place } from './graph.ts';

/** Every node has this size, so that a layout needs no measuring and a change of text none either. */
export const nodeSize = { width: 208, height: 60 };

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

/** The graph as ELK takes it: layers from left to right, those who wait left of what they need. */
export function elkGraphOf({ nodes, edges }: Shape, aspectRatio = 1.6): ElkNode {
  return {
    id: 'stack',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.aspectRatio': String(aspectRatio),
      'elk.edgeRouting': 'POLYLINE',
      'elk.layered.mergeEdges': 'true',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.spacing.nodeNodeBetweenLayers': '76',
      'elk.layered.spacing.edgeNodeBetweenLayers': '28',
      'elk.spacing.nodeNode': '30',
      'elk.spacing.edgeNode': '22',
      'elk.spacing.componentComponent': '44',
      // Order as written where nothing else decides: the picture stays the same from one time to the next.
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.padding': '[top=24,left=24,bottom=24,right=24]',
    },
    children: nodes.map(({ id }) => ({ id, ...nodeSize })),
    edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
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

/** Rows of nodes, for when no better layout can be had. */
export function gridOf(shape: string, { nodes, edges }: Shape): Layout {
  const across = Math.ceil(Math.sqrt(nodes.length));
  const places = new Map(
    nodes.map(({ id }, index) => [
      id,
      {
        x: (index % across) * (nodeSize.width + 76),
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
