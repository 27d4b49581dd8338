import type { UseQueryResult } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { DiskReport } from '../../../shared/contract/index.ts';
import {
  classNames,
  EmptyState,
  FailedState,
  formatBytes,
  IconButton,
  Panel,
  plural,
  RelativeTime,
  SearchField,
  Skeleton,
} from '../../components/index.ts';
import { toErrorData, useFilter } from '../../core/index.ts';
import { DiskItems } from './disk-items.tsx';
import styles from './engine-view.module.css';
import { kinds } from './kinds.ts';

type Kind = DiskReport['kinds'][number];

interface DiskPanelProps {
  disk: UseQueryResult<DiskReport>;
  connected: boolean;
}

/** What lies on the engine's disk: kinds in proportion, and the things of the one that is chosen. */
export function DiskPanel({ disk, connected }: DiskPanelProps) {
  const { data, isFetching, refetch } = disk;
  return (
    <Panel
      title="Disk"
      flush
      aside={
        <>
          {isFetching ? 'is being measured…' : data && <RelativeTime time={data.measuredAt} />}
          <IconButton
            icon={RotateCw}
            label="Measure again"
            keys="m"
            disabled={!connected || isFetching}
            onClick={() => void refetch()}
          />
        </>
      }
    >
      {data ? (
        <Disk report={data} />
      ) : disk.error ? (
        <FailedState error={toErrorData(disk.error)} onRetry={() => void refetch()} />
      ) : (
        <div className={styles['place']}>
          {connected ? (
            <Skeleton height="28px" lines={5} />
          ) : (
            <p>What lies on the disk is measured when the engine answers.</p>
          )}
        </div>
      )}
    </Panel>
  );
}

function Disk({ report }: { report: DiskReport }) {
  const [kindText, setKind] = useFilter('kind');
  const [find, setFind] = useState('');
  const total = report.kinds.reduce((sum, { size }) => sum + size, 0);
  const chosen = report.kinds.find(({ kind }) => kind === kindText) ?? largestOf(report.kinds);
  if (total === 0 || !chosen) return <EmptyState text="Nothing lies on the engine's disk yet." />;
  const sought = find.trim().toLowerCase();
  const items = chosen.items.filter(({ name, usedBy, project }) =>
    [name, project ?? '', ...usedBy].some((text) => text.toLowerCase().includes(sought)),
  );
  return (
    <>
      <div className={styles['whole']} aria-hidden>
        {report.kinds.map(({ kind, size }) => (
          <i
            key={kind}
            style={{ flexGrow: size / total, background: `var(--hue-${kinds[kind].hue})` }}
            title={`${kinds[kind].title}: ${formatBytes(size)}`}
          />
        ))}
      </div>
      <div className={styles['kinds']} role="radiogroup" aria-label="What is listed">
        {report.kinds.map((it) => (
          <KindButton
            key={it.kind}
            kind={it}
            total={total}
            chosen={it === chosen}
            onChoose={() => setKind(it.kind)}
          />
        ))}
      </div>
      <div className={styles['items-head']}>
        <h3>
          {chosen.count > chosen.items.length
            ? `The ${chosen.items.length} largest of ${plural(chosen.count, kinds[chosen.kind].one)}`
            : plural(chosen.count, kinds[chosen.kind].one)}
          {chosen.kind === 'images' && (
            <small>they share layers: together they take less than their sizes</small>
          )}
        </h3>
        <SearchField
          label={`Find in ${kinds[chosen.kind].title.toLowerCase()}`}
          value={find}
          onChange={setFind}
        />
      </div>
      {items.length > 0 ? (
        <DiskItems kind={chosen.kind} items={items} />
      ) : (
        <p className={styles['none']}>
          {sought ? `None of them has “${find.trim()}” in its name or users.` : 'There are none.'}
        </p>
      )}
    </>
  );
}

interface KindButtonProps {
  kind: Kind;
  total: number;
  chosen: boolean;
  onChoose: () => void;
}

function KindButton({ kind: { kind, size, reclaimable, count }, total, chosen, onChoose }: KindButtonProps) {
  const { title, hue } = kinds[kind];
  const colour = `var(--hue-${hue})`;
  const least = kind === 'images' ? 'at least ' : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button that looks like a card reads better than a bare radio
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      className={classNames(styles['kind'], chosen && styles['chosen'])}
      onClick={onChoose}
    >
      <span className={styles['kind-title']}>
        <i style={{ background: colour }} aria-hidden />
        {title}
        <small>{count}</small>
      </span>
      <strong>{formatBytes(size)}</strong>
      <span className={styles['track']} aria-hidden>
        <i style={{ width: `${(size / total) * 100}%`, background: colour }}>
          <b style={{ width: size > 0 ? `${Math.min(1, reclaimable / size) * 100}%` : 0 }} />
        </i>
      </span>
      <span className={styles['free']}>
        {reclaimable > 0 ? `${least}${formatBytes(reclaimable)} unused` : 'all in use'}
      </span>
    </button>
  );
}

function largestOf(all: readonly Kind[]): Kind | undefined {
  return all.reduce<Kind | undefined>(
    (one, other) => (one && one.size >= other.size ? one : other),
    undefined,
  );
}
