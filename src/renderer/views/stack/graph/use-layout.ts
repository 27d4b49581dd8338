import ELK from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { useEffect, useMemo, useRef, useState } from 'react';
import { elkGraphOf, folded, gridOf, type Layout, layoutFrom, shapeOf } from '../model/elk-graph.ts';
import type { Graph } from '../model/graph.ts';

/**
 * Where everything is, computed in a worker. It changes only with the names and edges of the graph, never with a state;
 * until a new one is there the last one stays.
 */
export function useLayout(graph: Graph): Layout | undefined {
  const shape = useMemo(() => shapeOf(graph), [graph]);
  const [layout, setLayout] = useState<Layout>();
  const elk = useRef<InstanceType<typeof ELK>>(undefined);
  const latest = useRef(graph);
  latest.current = graph;

  useEffect(
    () => () => {
      elk.current?.terminateWorker();
      elk.current = undefined;
    },
    [],
  );

  useEffect(() => {
    let wanted = true;
    elk.current ??= new ELK({ workerFactory: () => new ElkWorker() });
    const graphOfShape = latest.current;
    const start = performance.now();
    elk.current.layout(elkGraphOf(graphOfShape)).then(
      (placed) => {
        if (!wanted) return;
        setLayout(folded(layoutFrom(shape, placed), graphOfShape.edges));
        // For whoever profiles the page, and for bench/workbench.ts.
        performance.measure('stack-layout', { start });
      },
      // A worker that is gone (the view was left) answers nothing; any other failure leaves a plain grid.
      () => wanted && setLayout(gridOf(shape, graphOfShape)),
    );
    return () => {
      wanted = false;
    };
  }, [shape]);

  return layout;
}
