import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  Clock,
  Download,
  Eraser,
  Filter,
  HardDrive,
  Pause,
  Regex,
  WrapText,
} from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { Button, formatCount, IconButton, Menu, SearchField } from '../../components/index.ts';
import type { DownloadForm } from './download.ts';
import type { FilterState } from './filters.ts';
import styles from './logs.module.css';

interface ToolbarProps {
  filters: FilterState;
  /** What is wrong with the expression. */
  problem: string | undefined;
  /** Lines that match, and which of them is looked at (from 1). */
  found: { count: number; current: number | undefined; complete: boolean } | undefined;
  following: boolean;
  field: RefObject<HTMLDivElement | null>;
  onFollowing: (following: boolean) => void;
  onStep: (direction: 1 | -1) => void;
  /** From the search to the lines, where `n` and `N` are keys; what is searched for stays. */
  onLeave: () => void;
  onClear: () => void;
  onDownload: (form: DownloadForm) => void;
}

/** So long typing may pause before what was typed counts. */
const pauseMilliseconds = 150;

export function Toolbar(props: ToolbarProps) {
  const { filters, problem, found, following, field, onFollowing, onStep, onLeave, onClear, onDownload } =
    props;
  const { values, set } = filters;
  const [text, setText] = useState(values.q);
  useEffect(() => setText(values.q), [values.q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause anew
  useEffect(() => {
    if (text === values.q) return;
    const timer = setTimeout(() => set('q', text), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  const toggle = (name: 're' | 'only' | 'wrap') => () => set(name, values[name] ? '' : '1');
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Logs">
      <div ref={field} className={styles['search']}>
        <SearchField
          label={values.re ? 'Search by expression' : 'Search'}
          value={text}
          onChange={setText}
          problem={problem}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onLeave();
          }}
          onKeyUp={(event) => {
            if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          }}
        />
      </div>
      <IconButton
        icon={Regex}
        size="small"
        label="Regular expression"
        aria-pressed={values.re !== ''}
        className={values.re ? styles['on'] : undefined}
        onClick={toggle('re')}
      />
      <IconButton
        icon={Filter}
        size="small"
        label="Only lines that match"
        aria-pressed={values.only !== ''}
        className={values.only ? styles['on'] : undefined}
        onClick={toggle('only')}
      />
      {found && (
        <>
          <IconButton
            icon={ArrowUp}
            size="small"
            label="Match before"
            keys="Shift+N"
            onClick={() => onStep(-1)}
          />
          <IconButton icon={ArrowDown} size="small" label="Next match" keys="n" onClick={() => onStep(1)} />
          <span className={styles['count']} role="status">
            {found.current !== undefined && `${formatCount(found.current)} of `}
            {formatCount(found.count)}
            {!found.complete && '…'}
          </span>
        </>
      )}
      {problem && <span className={styles['problem']}>{problem}</span>}
      <span className={styles['space']} />
      <Menu
        trigger={<Button kind="quiet" size="small" icon={Clock} aria-label="Times" />}
        items={timeModes.map(({ value, title }) => ({
          title: values.times === value ? `${title} ✓` : title,
          run: () => set('times', value),
        }))}
      />
      <IconButton
        icon={WrapText}
        size="small"
        label="Wrap long lines"
        keys="w"
        aria-pressed={values.wrap !== ''}
        className={values.wrap ? styles['on'] : undefined}
        onClick={toggle('wrap')}
      />
      <IconButton icon={Eraser} size="small" label="Clear the view" onClick={onClear} />
      <Menu
        trigger={<Button kind="quiet" size="small" icon={Download} aria-label="Download" />}
        items={[
          { title: 'Download as text', run: () => onDownload('plain') },
          { title: 'Download with times and services', run: () => onDownload('timestamps') },
          { title: 'Download as JSON lines', run: () => onDownload('json-lines') },
        ]}
      />
      {values.q && values.only && (
        <Button
          size="small"
          icon={HardDrive}
          title="Searches in all that is kept on this machine's disk, not only in what is loaded"
          onClick={() => set('grep', values.re ? values.q : values.q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))}
        >
          Search the disk
        </Button>
      )}
      <Button
        size="small"
        icon={following ? Pause : ArrowDownToLine}
        aria-keyshortcuts="f"
        onClick={() => onFollowing(!following)}
      >
        {following ? 'Pause' : 'Follow'}
      </Button>
    </div>
  );
}

const timeModes = [
  { value: '', title: 'Local time' },
  { value: 'utc', title: 'UTC' },
  { value: 'gap', title: 'Time since the line above' },
  { value: 'off', title: 'No times' },
];
