import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '../../../components/index.ts';
import styles from './stack-graph.module.css';

/** Nearer, farther, all of it. */
export function ZoomControls({ onFit }: { onFit: () => void }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className={styles['zoom']}>
      <IconButton size="small" icon={Minus} label="Zoom out" onClick={() => void zoomOut()} />
      <span className={styles['percent']}>{percent} %</span>
      <IconButton size="small" icon={Plus} label="Zoom in" onClick={() => void zoomIn()} />
      <IconButton
        size="small"
        icon={Maximize}
        label="Fit the whole stack"
        onClick={() => {
          onFit();
          void fitView({ padding: 0.08, maxZoom: 1 });
        }}
      />
    </Panel>
  );
}
