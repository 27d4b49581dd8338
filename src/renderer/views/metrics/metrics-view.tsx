import { ChartLine } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { EmptyState, FailedState, Panel, Skeleton, serviceHue } from '../../components/index.ts';
import { useFilter, useFollowed } from '../../core/index.ts';
import { NothingRuns } from '../nothing-runs.tsx';
import type { ProjectViewProps } from '../view.ts';
import { Chart, type Line } from './chart.tsx';
import { useCursor } from './cursor.ts';
import type { Frame } from './frame.ts';
import styles from './metrics-view.module.css';
import { rangeOf, ranges, readChosen, type Span, toggled } from './ranges.ts';
import { type ChartKind, charts } from './scales.ts';
import { Toolbar } from './toolbar.tsx';
import { type Measured, useMeasured } from './use-frame.ts';
import { MarksTable, ValuesTable } from './values-table.tsx';

/** What each service uses: CPU, memory, network and disk, now and over the last hours. */
export default function MetricsView({ project }: ProjectViewProps) {
  const [rangeText, setRange] = useFilter('range');
  const [serviceText, setServices] = useFilter('service');
  const [zoom, setZoom] = useState<Span>();
  const range = rangeOf(rangeText);
  const stack = useFollowed('stacks.follow', { project });
  const known = 'value' in stack ? stack.value : undefined;
  const measured = useMeasured(project, range, zoom, known?.revision);

  const all = useMemo(() => {
    const named = known?.services.map(({ name }) => name) ?? [];
    return [...new Set([...named, ...measured.frame.services.keys()])].sort();
  }, [known, measured.frame]);
  const services = all.filter((service) => measured.frame.services.has(service));
  const chosen = readChosen(serviceText);
  const shown = services.filter((service) => !chosen || chosen.has(service));
  const hueOf = useCallback((service: string) => serviceHue(service, all), [all]);
  const toggle = (service: string) => setServices(toggled(chosen, service, services));
  const chooseRange = (id: string) => {
    setZoom(undefined);
    setRange(id === 'live' ? '' : id);
  };

  useEffect(() => () => useCursor.setState({ time: undefined, service: undefined }), []);
  useCommands([
    ...ranges.map(({ id, title }, index) => ({
      id: `metrics.range.${id}`,
      title: id === 'live' ? 'Show the metrics live' : `Show the metrics of the last ${title}`,
      group: 'Metrics',
      keys: String(index + 1),
      run: () => chooseRange(id),
    })),
    {
      id: 'metrics.whole-range',
      title: 'Show the whole range again',
      group: 'Metrics',
      keys: 'z',
      enabled: zoom !== undefined,
      run: () => setZoom(undefined),
    },
    {
      id: 'metrics.all-services',
      title: 'Show the metrics of all services',
      group: 'Metrics',
      keys: 'a',
      enabled: chosen !== undefined,
      run: () => setServices(''),
    },
  ]);

  return (
    <div className={styles['view']}>
      <Toolbar
        range={range.id}
        onRange={chooseRange}
        services={services}
        chosen={chosen}
        onToggle={toggle}
        onAll={() => setServices('')}
        hueOf={hueOf}
        zoomed={zoom !== undefined}
        onReset={() => setZoom(undefined)}
        keptSince={beginsBefore(measured) ? measured.keptSince : undefined}
      />
      <Content
        {...{ project, measured, services: shown, hueOf, onZoom: setZoom }}
        name={known?.project.name}
      />
    </div>
  );
}

/** Whether much of what is shown lies before the first measurement: then the emptiness is explained. */
function beginsBefore({ keptSince, span }: Measured): boolean {
  return keptSince !== undefined && keptSince - span.from > (span.to - span.from) / 10;
}

interface ContentProps {
  project: string;
  name: string | undefined;
  measured: Measured;
  services: readonly string[];
  hueOf: (service: string) => number;
  onZoom: (span: Span) => void;
}

function Content({ project, name, measured, services, hueOf, onZoom }: ContentProps) {
  const { frame, marks, span, loading, runs, error, refetch } = measured;
  if (loading) return <ChartsSkeleton />;
  if (frame.services.size === 0) {
    if (error) return <FailedState error={error} onRetry={refetch} />;
    return <NothingMeasured project={project} name={name} runs={runs} />;
  }
  const inSpan = marks.filter(
    (mark) => mark.time >= span.from && mark.time <= span.to && services.includes(mark.service),
  );
  return (
    <>
      <div className={styles['charts']}>
        {charts.map((kind) => (
          <Panel key={kind.id} title={kind.title} flush aside={<Dashes kind={kind} />}>
            <KindChart {...{ kind, frame, services, hueOf, span, onZoom }} marks={inSpan} />
          </Panel>
        ))}
      </div>
      <div className={styles['below']}>
        <ValuesTable frame={frame} services={services} hueOf={hueOf} />
        <MarksTable marks={inSpan} />
      </div>
    </>
  );
}

interface KindChartProps {
  kind: ChartKind;
  frame: Frame;
  services: readonly string[];
  hueOf: (service: string) => number;
  span: Span;
  marks: Measured['marks'];
  onZoom: (span: Span) => void;
}

function KindChart({ kind, frame, services, hueOf, ...rest }: KindChartProps) {
  const lines = useMemo(() => linesOf(kind, frame, services, hueOf), [kind, frame, services, hueOf]);
  return (
    <Chart
      title={kind.title}
      times={frame.times}
      lines={lines}
      atLeast={kind.atLeast}
      format={kind.format}
      {...rest}
    />
  );
}

/**
 * Of one service alone the limit of its memory is drawn as well, when it is in sight: with more services, or a limit far
 * above, the use would be squeezed to the ground.
 */
function linesOf(
  kind: ChartKind,
  frame: Frame,
  services: readonly string[],
  hueOf: (service: string) => number,
): Line[] {
  const [only] = services.length === 1 ? services : [];
  const limit =
    kind.id === 'memory' && only !== undefined && nearsLimit(frame, only)
      ? [{ column: 'memoryLimit', title: 'limit' } as const]
      : [];
  return services.flatMap((service) => {
    const values = frame.services.get(service);
    if (!values) return [];
    return [...kind.columns, ...limit].flatMap((column, index) => {
      if (!column) return [];
      const name = column.title ? `${service}, ${column.title}` : service;
      return [{ service, name, hue: hueOf(service), dashed: index > 0, values: values[column.column] }];
    });
  });
}

function nearsLimit(frame: Frame, service: string): boolean {
  const values = frame.services.get(service);
  const highest = (column: readonly (number | null)[] = []) =>
    Math.max(0, ...column.map((value) => value ?? 0));
  return highest(values?.memoryUsed) * 20 >= highest(values?.memoryLimit);
}

/** Which lines are solid, and which dashed. */
function Dashes({ kind }: { kind: ChartKind }) {
  const [solid, dashed] = kind.columns;
  if (!solid.title || !dashed) return undefined;
  return (
    <span className={styles['dashes']}>
      <i aria-hidden />
      {solid.title}
      <i className={styles['dashed']} aria-hidden />
      {dashed.title}
    </span>
  );
}

function NothingMeasured({
  project,
  name = 'the project',
  runs,
}: {
  project: string;
  name?: string | undefined;
  runs: boolean | undefined;
}) {
  if (runs)
    return <EmptyState icon={ChartLine} text={`Measuring ${name}: the first figures are a moment away.`} />;
  return (
    <NothingRuns
      project={project}
      icon={ChartLine}
      text="CPU, memory, network and disk of each service are drawn here; nothing has run in this time."
    />
  );
}

function ChartsSkeleton() {
  return (
    <div className={styles['charts']}>
      {charts.map(({ id, title }) => (
        <Panel key={id} title={title} flush>
          <div className={styles['place']}>
            <Skeleton height="152px" />
          </div>
        </Panel>
      ))}
    </div>
  );
}
