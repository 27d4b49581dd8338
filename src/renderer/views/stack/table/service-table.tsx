import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, useMemo, useRef } from 'react';
import type { ServiceView } from '../../../../shared/contract/index.ts';
import { plainText, StateDot, toneOfService } from '../../../components/index.ts';
import { ServiceMenu } from '../actions/service-menu.tsx';
import type { Mark } from '../guardrails/findings.ts';
import { GuardrailMark } from '../guardrails/guardrail-mark.tsx';
import { useMarks } from '../guardrails/use-guardrails.ts';
import { UrlLink } from '../inspector/url-link.tsx';
import { type Column, columns, type Row, rowsOf, type Sorting } from '../model/table.ts';
import { uptimeText } from '../model/uptime.ts';
import { stateWords } from '../model/words.ts';
import { useStack } from '../stack-context.ts';
import { useNow } from '../use-now.ts';
import styles from './service-table.module.css';

export interface ServiceTableProps {
  services: readonly ServiceView[];
  filter: string;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  selected: string | undefined;
  onSelect: (service: string | undefined) => void;
}

const titles: Record<Column, string> = {
  state: 'State',
  name: 'Service',
  source: 'Image or build',
  containers: 'Ready',
  ports: 'Ports and addresses',
  uptime: 'Up for',
};

/** The services as dense rows: arrow keys move, Enter selects. */
export function ServiceTable(props: ServiceTableProps) {
  const { services, filter, sorting, onSort, selected, onSelect } = props;
  const { view } = useStack();
  const marks = useMarks();
  const now = useNow();
  const rows = useMemo(
    () => rowsOf(services, filter, sorting, { seenAt: view.seenAt, now }),
    [services, filter, sorting, view.seenAt, now],
  );
  const body = useRef<HTMLTableSectionElement>(null);
  const reachable = rows.some(({ service }) => service.name === selected) ? selected : rows[0]?.service.name;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const row = event.target as HTMLElement;
    if (row.dataset['service'] === undefined) return;
    const all = [...(body.current?.rows ?? [])];
    const at = all.indexOf(row as HTMLTableRowElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all[next]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') onSelect(row.dataset['service']);
    else if (event.key === 'Escape' && selected) onSelect(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles['scroll']}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are chosen and walked with the arrow keys. */}
      <table className={styles['table']} role="grid" aria-label="Services">
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row) => (
            <ServiceRow
              key={row.service.name}
              row={row}
              content={contentOf(row, marks.get(row.service.name))}
              mark={marks.get(row.service.name)}
              selected={row.service.name === selected}
              reachable={row.service.name === reachable}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is drawn of a row, as text. */
function contentOf({ uptime, ...row }: Row, mark: Mark | undefined): string {
  return JSON.stringify([row, mark, uptime !== undefined && uptimeText(uptime)]);
}

interface HeadingProps {
  column: Column;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
}

function Heading({ column, sorting, onSort }: HeadingProps) {
  const isSorted = sorting.by === column;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      data-column={column}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        onClick={() => onSort({ by: column, descending: isSorted && !sorting.descending })}
      >
        {titles[column]}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

interface ServiceRowProps {
  row: Row;
  /** The row as text: only another text is drawn anew. */
  content: string;
  mark: Mark | undefined;
  selected: boolean;
  reachable: boolean;
  onSelect: (service: string) => void;
}

const ServiceRow = memo(
  function ServiceRow({ row, mark, selected, reachable, onSelect }: ServiceRowProps) {
    const { service, source, containers, ports, uptime, note } = row;
    return (
      <tr
        tabIndex={reachable ? 0 : -1}
        aria-selected={selected}
        data-service={service.name}
        data-state={service.state}
        data-inactive={!service.active}
        onClick={() => onSelect(service.name)}
      >
        <td data-column="state">
          <span className={styles['state']}>
            <StateDot tone={toneOfService(service.state)} busy={service.state === 'starting'} />
            {stateWords[service.state]}
          </span>
        </td>
        <th scope="row" title={plainText(service.name)}>
          {service.name}
          {mark && (
            <span className={styles['mark']}>
              <GuardrailMark mark={mark} />
            </span>
          )}
          {note && (
            <span className={styles['note']} title={plainText(note, 2_000)}>
              {note}
            </span>
          )}
        </th>
        <td className={styles['source']} data-column="source" title={plainText(source)}>
          {source}
        </td>
        <td className={styles['number']}>{containers}</td>
        <td className={styles['ports']}>
          {service.urls.length > 0
            ? service.urls.map((url) => <UrlLink key={url} url={url} />)
            : ports.join(', ')}
        </td>
        <td className={styles['number']} data-column="uptime">
          {uptime !== undefined && uptimeText(uptime)}
        </td>
        <td className={styles['menu']}>
          <ServiceMenu service={service} />
        </td>
      </tr>
    );
  },
  (a, b) =>
    a.content === b.content &&
    a.selected === b.selected &&
    a.reachable === b.reachable &&
    a.onSelect === b.onSelect,
);
