// biome-ignore-all lint/a11y/useSemanticElements: rows are made for what is seen only, which a table cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the chosen row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Cpu, File, Folder, FolderSymlink, Link, Unlink } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { FileEntry } from '../../../shared/contract/index.ts';
import { formatBytes, formatTime, RelativeTime } from '../../components/index.ts';
import { isFolder, type Sort, type SortKey } from './entries.ts';
import styles from './entry-table.module.css';
import { visibleName } from './paths.ts';

interface EntryTableProps {
  entries: readonly FileEntry[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The name of the chosen one. */
  chosen: string;
  onChoose: (name: string) => void;
  onOpen: (entry: FileEntry) => void;
  onUp: () => void;
  /** Another one is another folder: the table begins anew. */
  folder: string;
  /** Stands in the place of the entries when there are none. */
  children: ReactNode;
}

const columns: readonly { key: SortKey; title: string }[] = [
  { key: 'name', title: 'Name' },
  { key: 'size', title: 'Size' },
  { key: 'mode', title: 'Mode' },
  { key: 'owner', title: 'Owner' },
  { key: 'changed', title: 'Changed' },
];
const rowHeight = 26;
const headHeight = 30;

/** What a folder holds; arrows choose, Enter opens, Backspace goes up. */
export function EntryTable(props: EntryTableProps) {
  const { entries, sort, onSort, chosen, onChoose, onOpen, onUp, folder, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    // The head stands above the rows, and over them.
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    overscan: 12,
  });
  const at = entries.findIndex(({ name }) => name === chosen);
  const shown = rows.getVirtualItems();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is a new beginning
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
    else place.current?.scrollTo({ top: 0 });
    // Unless somebody types elsewhere, the keys are meant for it.
    if (document.activeElement?.contains(place.current)) place.current?.focus({ preventScroll: true });
  }, [folder]);

  const move = (to: number) => {
    const index = Math.min(entries.length - 1, Math.max(0, to));
    const entry = entries[index];
    if (!entry) return;
    onChoose(entry.name);
    rows.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyActions({
      at,
      page: 20,
      count: entries.length,
      move,
      onUp,
      open: () => at >= 0 && onOpen(entries[at] as FileEntry),
    })[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div
      ref={place}
      className={styles['table']}
      role="grid"
      aria-label="Files"
      aria-rowcount={entries.length + 1}
      aria-activedescendant={shown.some(({ index }) => index === at) ? `entry-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={({ target, currentTarget }) => {
        if (at < 0 && target === currentTarget && target.matches(':focus-visible')) move(0);
      }}
    >
      <div className={styles['head']} role="row">
        {columns.map(({ key, title }) => (
          <div key={key} role="columnheader" aria-sort={ariaSort(sort, key)} data-column={key}>
            <button type="button" onClick={() => onSort(nextSort(sort, key))}>
              {title}
              {sort.by === key &&
                (sort.descending ? <ArrowDown size={11} aria-hidden /> : <ArrowUp size={11} aria-hidden />)}
            </button>
          </div>
        ))}
      </div>
      {entries.length === 0 && children}
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const entry = entries[index];
          if (!entry) return null;
          return (
            <div
              key={entry.name}
              id={`entry-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === at}
              className={styles['row']}
              style={{ transform: `translateY(${start - headHeight}px)` }}
              onClick={() => onChoose(entry.name)}
              onDoubleClick={() => onOpen(entry)}
            >
              <EntryCells entry={entry} onOpen={() => onOpen(entry)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function EntryCells({ entry, onOpen }: { entry: FileEntry; onOpen: () => void }) {
  const { name, kind, size, mode, owner, changedAt, linkTarget } = entry;
  const Icon = iconOf(entry);
  return (
    <>
      <div role="gridcell" data-column="name" title={visibleName(name)}>
        <Icon size={14} aria-hidden data-folder={isFolder(entry) || undefined} />
        <button
          type="button"
          tabIndex={-1}
          // The second of a double click would already meet what was opened.
          onClick={({ detail }) => detail <= 1 && onOpen()}
        >
          {visibleName(name)}
        </button>
        {kind === 'link' && (
          <span title={visibleName(linkTarget ?? '')}>→ {visibleName(linkTarget ?? '?')}</span>
        )}
      </div>
      <div role="gridcell" data-column="size" title={`${size} bytes`}>
        {kind === 'file' ? formatBytes(size) : ''}
      </div>
      <div role="gridcell" data-column="mode">
        {mode}
      </div>
      <div role="gridcell" data-column="owner" title={owner}>
        {owner}
      </div>
      <div role="gridcell" data-column="changed" title={changedAt === undefined ? '' : formatTime(changedAt)}>
        {changedAt !== undefined && <RelativeTime time={changedAt} />}
      </div>
    </>
  );
}

function iconOf(entry: FileEntry) {
  if (entry.kind === 'folder') return Folder;
  if (entry.kind === 'other') return Cpu;
  if (entry.kind === 'file') return File;
  if (entry.leadsTo === 'nothing') return Unlink;
  return isFolder(entry) ? FolderSymlink : Link;
}

function nextSort(sort: Sort, by: SortKey): Sort {
  return { by, descending: sort.by === by ? !sort.descending : by === 'size' || by === 'changed' };
}

function ariaSort(sort: Sort, key: SortKey): 'ascending' | 'descending' | 'none' {
  if (sort.by !== key) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

interface KeyContext {
  at: number;
  page: number;
  count: number;
  move: (to: number) => void;
  open: () => void;
  onUp: () => void;
}

function keyActions({ at, page, count, move, open, onUp }: KeyContext): Record<string, () => void> {
  return {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    PageDown: () => move(at + page),
    PageUp: () => move(at - page),
    Home: () => move(0),
    End: () => move(count - 1),
    Enter: open,
    ArrowRight: open,
    Backspace: onUp,
    ArrowLeft: onUp,
  };
}
