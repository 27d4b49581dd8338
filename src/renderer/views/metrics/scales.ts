import { formatBytes, formatPercent, formatRate } from '../../components/index.ts';
import type { Column } from './frame.ts';

interface ChartColumn {
  column: Column;
  /** Where there are two: which it is. */
  title?: string;
}

/** One chart: what it shows of each service, and how its values are written. */
export interface ChartKind {
  id: string;
  title: string;
  /** Solid, then dashed. */
  columns: readonly [ChartColumn, ChartColumn?];
  /** The scale reaches at least up to here, so that noise does not look like work. */
  atLeast: number;
  format: (value: number) => string;
}

export const charts: readonly ChartKind[] = [
  { id: 'cpu', title: 'CPU', columns: [{ column: 'cpuPercent' }], atLeast: 5, format: formatPercent },
  { id: 'memory', title: 'Memory', columns: [{ column: 'memoryUsed' }], atLeast: 10e6, format: formatBytes },
  {
    id: 'network',
    title: 'Network',
    columns: [
      { column: 'networkReceived', title: 'received' },
      { column: 'networkSent', title: 'sent' },
    ],
    atLeast: 1_000,
    format: formatRate,
  },
  {
    id: 'disk',
    title: 'Disk',
    columns: [
      { column: 'blockRead', title: 'read' },
      { column: 'blockWritten', title: 'written' },
    ],
    atLeast: 1_000,
    format: formatRate,
  },
];
