import type { DiskReport } from '../../../shared/contract/index.ts';
import { type Column, DataTable, formatBytes, plainText, RelativeTime } from '../../components/index.ts';
import styles from './engine-view.module.css';
import { kinds } from './kinds.ts';

type Kind = DiskReport['kinds'][number];
type Item = Kind['items'][number];

/** The things of one kind, the largest first. */
export function DiskItems({ kind, items }: { kind: Kind['kind']; items: readonly Item[] }) {
  const largest = items[0]?.size ?? 0;
  return (
    <section
      className={styles['items']}
      aria-label={kinds[kind].title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by the keyboard
      tabIndex={0}
    >
      <DataTable
        label={kinds[kind].title}
        columns={columnsOf(kind, largest)}
        rows={items}
        keyOf={({ id }) => id}
      />
    </section>
  );
}

function columnsOf(kind: Kind['kind'], largest: number): Column<Item>[] {
  const project: Column<Item> = { title: 'Project', cell: ({ project: name }) => name ?? '' };
  return [
    {
      title: 'Name',
      cell: ({ name }) => (
        <span className={styles['item-name']} title={plainText(name)}>
          {name}
        </span>
      ),
    },
    ...(kind === 'containers' || kind === 'volumes' ? [project] : []),
    {
      title: kinds[kind].usedBy,
      cell: ({ usedBy }) =>
        usedBy.length === 0 ? (
          <span className={styles['unused']}>nothing</span>
        ) : (
          <span className={styles['users']} title={usedBy.map((user) => plainText(user)).join('\n')}>
            {usedBy.slice(0, 2).join(', ')}
            {usedBy.length > 2 && ` and ${usedBy.length - 2} more`}
          </span>
        ),
    },
    {
      title: 'Made',
      cell: ({ createdAt }) => (createdAt === undefined ? '' : <RelativeTime time={createdAt} />),
    },
    {
      title: 'Size',
      kind: 'number',
      width: '150px',
      cell: ({ size }) => (
        <span className={styles['size']}>
          <i aria-hidden>
            <b
              style={{
                width: largest > 0 ? `${(size / largest) * 100}%` : 0,
                background: `var(--hue-${kinds[kind].hue})`,
              }}
            />
          </i>
          {formatBytes(size)}
        </span>
      ),
    },
  ];
}
