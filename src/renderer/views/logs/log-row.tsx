import { memo, type ReactNode } from 'react';
import { classNames, serviceHue } from '../../components/index.ts';
import { type Span, spansOf } from './ansi.ts';
import type { LineStore } from './line-store.ts';
import styles from './log-row.module.css';
import { rangesOf } from './matcher.ts';
import { timeText } from './times.ts';

/** Characters of a line that stand in its row; the whole is in its details. */
const shown = 4_096;
/** Letters other than these may reach over the rows above and below, as accents upon accents do. */
const mayBeTall = /[^\t\x20-\x7e]/;

export interface LogRowProps {
  store: LineStore;
  /** Whose text stays as it is, so a row is drawn again only when something else here changed. */
  number: number;
  /** Of the row above, where it counts: times may be told from it. */
  before: number | undefined;
  times: string;
  /** Of the project, for their hues; empty: rows do not say of which service they are. */
  services: readonly string[];
  /** Characters that the name of a service takes. */
  serviceWidth: number;
  pattern: RegExp | undefined;
  /** The match that `n` and `N` are at. */
  isCurrent: boolean;
  isSelected: boolean;
  wrap: boolean;
}

/**
 * One line. A row is laid out and painted anew for each line that a dragged bar passes, so it is text in three inline
 * boxes: no buttons (the list hears of clicks) and no titles (the list says the time of what is pointed at).
 */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { store, number, services, pattern, wrap } = props;
  const line = store.line(number);
  if (!line) return null;
  const before = props.before === undefined ? undefined : store.line(props.before)?.at;
  const time = timeText(props.times, line.at, before) ?? '';
  if (line.kind === 'mark')
    return (
      <div className={classNames(styles['row'], styles['mark'])} data-wrap={wrap || undefined}>
        <span className={styles['head']}>
          <span className={styles['gutter']}>{time}</span>
        </span>
        <span className={styles['text']}>{line.text}</span>
      </div>
    );
  return (
    <div
      className={classNames(
        styles['row'],
        styles[line.level],
        props.isCurrent && styles['current'],
        props.isSelected && styles['selected'],
        mayBeTall.test(line.text) && styles['clipped'],
      )}
      data-wrap={wrap || undefined}
      data-stream={line.stream}
    >
      <span className={styles['head']}>
        <span className={styles['gutter']}>{time}</span>
        {services.length > 0 && (
          <span style={{ color: `var(--hue-${serviceHue(line.source.service, services)})` }}>
            {fitted(line.continues ? '↳' : line.source.service, props.serviceWidth)}
          </span>
        )}
      </span>
      <bdi className={styles['text']}>
        {(line.cutFrom !== undefined || line.text.length > shown) && (
          <span className={styles['cut']}>
            cut: {(line.cutFrom ?? line.text.length).toLocaleString('en')} characters
            {line.cutFrom !== undefined && ', download for all'}
          </span>
        )}
        {contentOf(line.text, pattern)}
      </bdi>
    </div>
  );
});

/** All letters have one width here. */
function fitted(name: string, width: number): string {
  return name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
}

function contentOf(line: string, pattern: RegExp | undefined): ReactNode {
  const spans = spansOf(line.length > shown ? line.slice(0, shown) : line);
  const [only] = spans;
  if (!pattern && spans.length === 1 && only && isPlain(only)) return only.text;
  const ranges = pattern ? rangesOf(pattern, spans.map(({ text }) => text).join('')) : [];
  let offset = 0;
  return spans.map((span, index) => {
    const from = offset;
    offset += span.text.length;
    const content = ranges.length > 0 ? marked(span.text, from, ranges) : span.text;
    if (isPlain(span)) return content;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line stay where they are
      <span key={index} className={lookOf(span)} style={span.style}>
        {content}
      </span>
    );
  });
}

function isPlain({ style, colour, ground }: Span): boolean {
  return !style && !colour && !ground;
}

function lookOf({ colour, ground }: Span): string {
  return classNames(colour && styles[`ink-${colour}`], ground && styles[`ground-${ground}`]);
}

/** The text of a piece that begins at `from`, what was found in it marked. */
function marked(text: string, from: number, ranges: readonly [number, number][]): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const [begin, end] of ranges) {
    const [start, stop] = [Math.max(done, begin - from), Math.min(text.length, end - from)];
    if (stop <= start) continue;
    if (start > done) parts.push(text.slice(done, start));
    parts.push(
      <mark key={start} className={styles['found']}>
        {text.slice(start, stop)}
      </mark>,
    );
    done = stop;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}
