import type { Edge, Node } from '@xyflow/react';
import type { Mark } from '../guardrails/findings.ts';
import { type Layout, nodeSize } from '../model/elk-graph.ts';
import type { Graph, GraphEdge, GraphNode, Place } from '../model/graph.ts';

export type ServiceFlowNode = Node<
  GraphNode & { dimmed: boolean; focusable: boolean; mark: Mark | undefined },
  'service'
>;
export type GateFlowEdge = Edge<
  GraphEdge & { points: readonly Place[]; near: boolean; dimmed: boolean },
  'gate'
>;

export interface Emphasis {
  selected: string | undefined;
  /** The one that the tab key reaches; arrow keys lead on from it. */
  focusable: string | undefined;
  /** Whether a service fits the filter. */
  matches: (name: string) => boolean;
  /** Guardrails that services break. */
  marks: ReadonlyMap<string, Mark>;
}

/**
 * The graph as React Flow takes it. What did not change keeps its identity, so that of 200 nodes only those are drawn anew
 * whose service did something.
 */
export class FlowBuilder {
  #nodes = new Map<string, { key: string; node: ServiceFlowNode }>();
  #edges = new Map<string, { key: string; edge: GateFlowEdge }>();

  nodes(graph: Graph, layout: Layout, { selected, focusable, matches, marks }: Emphasis): ServiceFlowNode[] {
    const made = graph.nodes.flatMap((service) => {
      const position = layout.nodes.get(service.id);
      if (!position) return [];
      const data = {
        ...service,
        dimmed: !matches(service.id),
        focusable: service.id === focusable,
        mark: marks.get(service.id),
      };
      const isSelected = service.id === selected;
      const key = JSON.stringify([data, position, isSelected]);
      const known = this.#nodes.get(service.id);
      return [known?.key === key ? known : { key, node: flowNode(data, position, isSelected) }];
    });
    this.#nodes = new Map(made.map((one) => [one.node.id, one]));
    return made.map(({ node }) => node);
  }

  edges(graph: Graph, layout: Layout, { selected, matches }: Emphasis): GateFlowEdge[] {
    const made = graph.edges.flatMap((gate) => {
      const points = layout.edges.get(gate.id);
      if (!points || points.length < 2) return [];
      const near = gate.from === selected || gate.to === selected;
      const data = { ...gate, points, near, dimmed: !matches(gate.from) && !matches(gate.to) };
      const key = JSON.stringify(data);
      const known = this.#edges.get(gate.id);
      return [known?.key === key ? known : { key, edge: flowEdge(data) }];
    });
    this.#edges = new Map(made.map((one) => [one.edge.id, one]));
    return made.map(({ edge }) => edge);
  }
}

function flowNode(data: ServiceFlowNode['data'], position: Place, selected: boolean): ServiceFlowNode {
  const { width, height } = nodeSize;
  return {
    id: data.id,
    type: 'service',
    position,
    data,
    selected,
    // Known beforehand: nothing has to be measured before it is drawn.
    width,
    height,
    measured: { width, height },
  };
}

function flowEdge(data: NonNullable<GateFlowEdge['data']>): GateFlowEdge {
  return { id: data.id, source: data.from, target: data.to, type: 'gate', data };
}
