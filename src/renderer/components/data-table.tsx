import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './data-table.module.css';

export interface Column<Row> {
  title: string;
  /** Figures stand at the right, in the mono font. */
  kind?: 'text' | 'number';
  width?: string;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  /** What it lists, for readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Which row is chosen; rows react to clicks and Enter when there is `onSelect`. */
  selected?: string | undefined;
  onSelect?: ((row: Row) => void) | undefined;
}

/** A plain table of up to some hundred rows. */
export function DataTable<Row>({ label, columns, rows, keyOf, selected, onSelect }: DataTableProps<Row>) {
  return (
    <table className={styles['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" className={kindOf(column)} style={{ width: column.width }}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const key = keyOf(row);
          return (
            <tr
              key={key}
              className={classNames(onSelect && styles['selectable'])}
              aria-selected={onSelect ? key === selected : undefined}
              tabIndex={onSelect ? 0 : undefined}
              onClick={onSelect && (() => onSelect(row))}
              onKeyDown={
                onSelect &&
                ((event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) onSelect(row);
                })
              }
            >
              {columns.map((column) => (
                <td key={column.title} className={kindOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function kindOf<Row>(column: Column<Row>): string | undefined {
  return column.kind === 'number' ? styles['number'] : undefined;
}
