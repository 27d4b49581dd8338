import { memo } from 'react';
import type { Mark } from '../../../shared/contract/index.ts';
import {
  type Column,
  DataTable,
  formatBytes,
  formatPercent,
  formatRate,
  formatTime,
  Panel,
  plainText,
  RelativeTime,
  StateDot,
} from '../../components/index.ts';
import { useCursor } from './cursor.ts';
import { type Frame, newestIndex, valuesAt } from './frame.ts';
import { markKinds } from './mark-kinds.ts';
import styles from './metrics-view.module.css';

interface ValuesTableProps {
  frame: Frame;
  services: readonly string[];
  hueOf: (service: string) => number;
}

type Row = { service: string; values: ReturnType<typeof valuesAt> };

/** The figures at the time that is pointed at, else the newest: what the charts show, for reading. */
export function ValuesTable({ frame, services, hueOf }: ValuesTableProps) {
  const { time, pointAtService } = useCursor();
  const pointed = time === undefined ? -1 : frame.times.indexOf(time);
  const index = pointed >= 0 ? pointed : newestIndex(frame);
  const rows: Row[] = services.map((service) => ({ service, values: valuesAt(frame, service, index) }));
  const at = frame.times[index];
  return (
    <Panel
      title="Figures"
      flush
      aside={<span>{pointed >= 0 && at !== undefined ? formatTime(at) : 'newest'}</span>}
    >
      <section
        className={styles['scroll']}
        aria-label="Figures of each service"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by the keyboard
        tabIndex={0}
        onMouseLeave={() => pointAtService(undefined)}
        onMouseOver={({ target }) => pointAtService(serviceBelow(target))}
        onFocus={() => undefined}
      >
        <DataTable
          label="Use of each service"
          columns={columnsWith(hueOf)}
          rows={rows}
          keyOf={({ service }) => service}
        />
      </section>
    </Panel>
  );
}

function columnsWith(hueOf: (service: string) => number): Column<Row>[] {
  const number = (title: string, text: (values: NonNullable<Row['values']>) => string): Column<Row> => ({
    title,
    kind: 'number',
    cell: ({ values }) => (values ? text(values) : '–'),
  });
  return [
    {
      title: 'Service',
      cell: ({ service }) => (
        <span className={styles['name']} data-service={service}>
          <i
            className={styles['swatch']}
            style={{ background: `var(--hue-${hueOf(service)})` }}
            aria-hidden
          />
          {service}
        </span>
      ),
    },
    number('CPU', ({ cpuPercent }) => formatPercent(cpuPercent)),
    number('Memory', ({ memoryUsed }) => formatBytes(memoryUsed)),
    {
      title: 'of its limit',
      kind: 'number',
      cell: ({ values }) => (values ? <Limit used={values.memoryUsed} limit={values.memoryLimit} /> : '–'),
    },
    number('Received', ({ networkReceived }) => formatRate(networkReceived)),
    number('Sent', ({ networkSent }) => formatRate(networkSent)),
    number('Read', ({ blockRead }) => formatRate(blockRead)),
    number('Written', ({ blockWritten }) => formatRate(blockWritten)),
  ];
}

/** A bar says at a glance what the figures say exactly; near the limit it turns to a warning. */
function Limit({ used, limit }: { used: number; limit: number }) {
  if (limit === 0) return '–';
  const share = Math.min(1, used / limit);
  const tone = share > 0.9 ? styles['bad'] : share > 0.75 ? styles['wait'] : undefined;
  return (
    <span className={styles['limit']}>
      <span className={styles['bar']} aria-hidden>
        <span className={tone} style={{ width: `${share * 100}%` }} />
      </span>
      {formatPercent(share * 100)} of {formatBytes(limit)}
    </span>
  );
}

function serviceBelow(target: EventTarget): string | undefined {
  const row = target instanceof Element ? target.closest('tr') : undefined;
  return row?.querySelector<HTMLElement>('[data-service]')?.dataset['service'];
}

/** What happened in the span that is shown, newest first. */
export function MarksTable({ marks }: { marks: readonly Mark[] }) {
  const newest = [...marks].sort((one, other) => other.time - one.time).slice(0, 100);
  return (
    <Panel title="What happened" flush aside={<span>{newest.length}</span>}>
      {newest.length === 0 ? (
        <p className={styles['none']}>Nothing was started, ended, or ran out of memory in this time.</p>
      ) : (
        <ul className={styles['marks']}>
          {newest.map((mark) => (
            <MarkRow key={`${mark.time} ${mark.container} ${mark.kind}`} mark={mark} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The charts move every second, what happened stays. */
const MarkRow = memo(function MarkRow({ mark }: { mark: Mark }) {
  return (
    <li>
      <StateDot tone={markKinds[mark.kind].tone} />
      <span className={styles['mark-text']} title={plainText(mark.text)}>
        {mark.text}
      </span>
      <RelativeTime time={mark.time} />
    </li>
  );
});
