import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type EdgeTypes,
  type NodeTypes,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ServiceView } from '../../../../shared/contract/index.ts';
import { plural } from '../../../components/index.ts';
import { useMarks } from '../guardrails/use-guardrails.ts';
import { type Layout, nodeSize } from '../model/elk-graph.ts';
import { type Direction, graphOf, neighbour } from '../model/graph.ts';
import { matches as fits } from '../model/table.ts';
import { FlowBuilder } from './flow.ts';
import { GateEdge } from './gate-edge.tsx';
import { ServiceNode } from './service-node.tsx';
import styles from './stack-graph.module.css';
import { useLayout } from './use-layout.ts';
import { ZoomControls } from './zoom-controls.tsx';

export interface StackGraphProps {
  services: readonly ServiceView[];
  filter: string;
  selected: string | undefined;
  onSelect: (service: string | undefined) => void;
}

const nodeTypes: NodeTypes = { service: ServiceNode };
const edgeTypes: EdgeTypes = { gate: GateEdge };
const fit = { padding: '24px' as const, maxZoom: 1, minZoom: 0.15 };

/** Who needs whom, from left to right, with the state of each service and of each gate between them. */
export function StackGraph(props: StackGraphProps) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ services, filter, selected, onSelect }: StackGraphProps) {
  const graph = useMemo(() => graphOf(services), [services]);
  const layout = useLayout(graph);
  const marks = useMarks();
  const builder = useRef<FlowBuilder>(undefined);
  builder.current ??= new FlowBuilder();
  const frame = useRef<HTMLDivElement>(null);
  const [walked, setWalked] = useState<string>();
  const known = (name: string | undefined) => (name && layout?.nodes.has(name) ? name : undefined);
  const focusable = known(walked) ?? known(selected) ?? graph.nodes[0]?.id;

  const { nodes, edges } = useMemo(() => {
    if (!layout) return { nodes: [], edges: [] };
    const fitting = new Set(services.filter((one) => fits(one, filter)).map(({ name }) => name));
    const emphasis = { selected, focusable, matches: (name: string) => fitting.has(name), marks };
    const made = builder.current as FlowBuilder;
    return { nodes: made.nodes(graph, layout, emphasis), edges: made.edges(graph, layout, emphasis) };
  }, [graph, layout, services, filter, selected, focusable, marks]);

  const touched = useFitting(layout);
  const distance = useStore((state) => distanceOf(state.transform[2]));
  const { getViewport, setCenter } = useReactFlow();

  function focus(name: string): void {
    setWalked(name);
    const button = frame.current?.querySelector<HTMLElement>(`[data-service="${CSS.escape(name)}"]`);
    button?.focus({ preventScroll: true });
    const place = layout?.nodes.get(name);
    const size = frame.current?.getBoundingClientRect();
    if (!place || !size) return;
    const { x, y, zoom } = getViewport();
    const left = place.x * zoom + x;
    const top = place.y * zoom + y;
    const isSeen =
      left >= 0 &&
      top >= 0 &&
      left + nodeSize.width * zoom <= size.width &&
      top + nodeSize.height * zoom <= size.height;
    if (isSeen) return;
    touched.current = true;
    void setCenter(place.x + nodeSize.width / 2, place.y + nodeSize.height / 2, { zoom });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const on = (event.target as HTMLElement).dataset['service'];
    if (on === undefined || !layout) return;
    const direction = arrows[event.key];
    if (direction) {
      const next = neighbour(on, direction, graph.edges, layout.nodes);
      if (next) focus(next);
      event.preventDefault();
    } else if (event.key === 'Escape' && selected) {
      onSelect(undefined);
      event.stopPropagation();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the buttons of the nodes.
    <div
      ref={frame}
      className={styles['graph']}
      onKeyDown={onKeyDown}
      data-ready={layout !== undefined}
      data-distance={distance}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        edgesReconnectable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        minZoom={0.15}
        maxZoom={1.6}
        onNodeClick={(_, { id }) => {
          setWalked(id);
          onSelect(id);
        }}
        onPaneClick={() => onSelect(undefined)}
        onMove={(event) => {
          if (event) touched.current = true;
        }}
        aria-label="Services and what they need, from left to right. Arrow keys move, Enter selects."
      >
        {!layout && <LayingOut count={graph.nodes.length} />}
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <ZoomControls
          onFit={() => {
            touched.current = false;
          }}
        />
      </ReactFlow>
    </div>
  );
}

function LayingOut({ count }: { count: number }) {
  return (
    <Panel position="top-center" className={styles['laying'] ?? ''}>
      Laying out {plural(count, 'service')}…
    </Panel>
  );
}

/** From afar a brick shows its name only, as large as it will go. */
function distanceOf(zoom: number): 'near' | 'far' | 'very-far' {
  if (zoom >= 0.7) return 'near';
  return zoom >= 0.45 ? 'far' : 'very-far';
}

const arrows: Partial<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Shows the whole when it is first there and as long as the user has not moved it; later the view stays theirs. */
function useFitting(layout: Layout | undefined) {
  const touched = useRef(false);
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const ready = width > 0 && height > 0 && layout !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new layout or size is what it fits anew for.
  useEffect(() => {
    if (ready && !touched.current) void fitView(fit);
  }, [ready, width, height, layout?.shape, fitView]);
  return touched;
}
