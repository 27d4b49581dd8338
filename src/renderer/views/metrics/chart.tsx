import 'uplot/dist/uPlot.min.css';
import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Mark } from '../../../shared/contract/index.ts';
import { colourOf, useTheme } from '../../stores/theme.ts';
import styles from './chart.module.css';
import { useCursor } from './cursor.ts';
import { drawMarks } from './draw-marks.ts';
import type { Span } from './ranges.ts';

export interface Line {
  service: string;
  /** Its name for the legend of readers: `web, sent`. */
  name: string;
  /** From 1 to 8, see serviceHue. */
  hue: number;
  dashed: boolean;
  values: readonly (number | null)[];
}

interface ChartProps {
  title: string;
  times: readonly number[];
  lines: readonly Line[];
  marks: readonly Mark[];
  span: Span;
  atLeast: number;
  format: (value: number) => string;
  onZoom: (span: Span) => void;
}

/** Lines over time on a canvas. All charts of the page share their cursor; dragging across one chooses a span. */
export function Chart(props: ChartProps) {
  const { title, times, lines, marks, span } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef(props);
  latest.current = props;
  const theme = useTheme();
  const pointedAt = useCursor(({ service }) => service);
  // Another set of lines is another plot; other values are only given to it.
  const shape = JSON.stringify([theme, lines.map(({ name, hue, dashed }) => [name, hue, dashed])]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what the plot is made of
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsFor(element, latest), dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && (width !== made.width || height !== made.height)) made.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the plot reads the newest properties by itself
  useEffect(() => {
    const made = plot.current;
    made?.batch(() => {
      made.setData(dataOf(latest.current), false);
      made.setScale('x', { min: latest.current.span.from, max: latest.current.span.to });
    });
  }, [times, lines, marks, span.from, span.to, shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot has all lines alike
  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    for (const [index, { service }] of latest.current.lines.entries()) {
      const series = made.series[index + 1];
      if (series) series.alpha = pointedAt === undefined || pointedAt === service ? 1 : 0.2;
    }
    made.redraw(false);
  }, [pointedAt, shape]);

  return (
    <div
      ref={place}
      className={styles['chart']}
      role="img"
      aria-label={`${title} over time; the figures are in the table below`}
    />
  );
}

function dataOf({ times, lines }: ChartProps): uPlot.AlignedData {
  return [times, ...lines.map(({ values }) => values)] as uPlot.AlignedData;
}

function optionsFor(element: HTMLElement, latest: { readonly current: ChartProps }): uPlot.Options {
  const [text, grid, font] = [colourOf('faint'), colourOf('line'), getComputedStyle(element).fontFamily];
  const axis: uPlot.Axis = {
    stroke: text,
    font: `11px ${font}`,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  };
  const tones = { bad: colourOf('bad'), wait: colourOf('wait'), ok: colourOf('ok'), idle: colourOf('idle') };
  const { pointAt } = useCursor.getState();
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    ms: 1,
    padding: [10, 12, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true },
      y: { range: (_, _min, max) => [0, Math.max(latest.current.atLeast, (max ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        space: 70,
        size: 26,
        values: (_, splits, __, ___, step) => splits.map((time) => clock(time, step)),
      },
      {
        ...axis,
        size: 68,
        space: 32,
        values: (_, splits) => splits.map((value) => latest.current.format(value)),
      },
    ],
    series: [{}, ...latest.current.lines.map(seriesOf)],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      sync: {
        key: 'metrics',
        setSeries: false,
        scales: ['x', null],
        // A drag is the business of the chart that it happens in.
        filters: { pub: (type) => type !== 'mousedown' && type !== 'mouseup' },
      },
    },
    hooks: {
      draw: [(plot) => drawMarks(plot, latest.current.marks, tones, font)],
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          pointAt(idx == null || left === undefined || left < 0 ? undefined : plot.data[0]?.[idx]);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          const span = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onZoom(span);
        },
      ],
    },
  };
}

function seriesOf({ hue, dashed, name }: Line): uPlot.Series {
  const stroke = colourOf(`hue-${hue}`);
  return {
    label: name,
    stroke,
    width: 1.5,
    points: { show: false, size: 4, filter: alone },
    ...(dashed && { dash: [4, 3] }),
  };
}

/** Values without neighbours, which no line would show. */
function alone(plot: uPlot, index: number): number[] {
  const values = plot.data[index] ?? [];
  const [from, to] = plot.series[0]?.idxs ?? [0, -1];
  const found: number[] = [];
  for (let at = from; at <= to; at++)
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) found.push(at);
  return found;
}

const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `10:41`, with seconds where the steps are that small. */
function clock(time: number, step: number): string {
  return (step < 60_000 ? seconds : minutes).format(time);
}
