import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { curveThrough, labelPlace } from '../model/elk-graph.ts';
import { conditionWords } from '../model/words.ts';
import type { GateFlowEdge } from './flow.ts';
import styles from './gate-edge.module.css';

/** Runs from the one that waits to the one it needs; says which condition holds it while the gate is not passed. */
export const GateEdge = memo(function GateEdge({ data }: EdgeProps<GateFlowEdge>) {
  if (!data) return null;
  const { points, gate, condition, near, dimmed, required } = data;
  const last = points.at(-1);
  const place = labelPlace(points);
  const told = near || gate === 'waiting' || gate === 'failed';
  return (
    <>
      <path
        className={styles['edge']}
        d={curveThrough(points)}
        data-gate={gate}
        data-near={near}
        data-dimmed={dimmed}
        data-optional={!required}
      />
      {last && (
        <circle
          className={styles['plug']}
          cx={last.x}
          cy={last.y}
          r={3}
          data-gate={gate}
          data-dimmed={dimmed}
        />
      )}
      {told && condition !== 'started' && (
        <EdgeLabelRenderer>
          <span
            className={styles['label']}
            data-gate={gate}
            data-dimmed={dimmed}
            style={{
              transform: `translate(-50%, -100%) translate(${place.x}px, ${place.y}px)`,
            }}
            title={`${data.from} starts once ${data.to} ${conditionWords[condition]}`}
          >
            {condition}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
