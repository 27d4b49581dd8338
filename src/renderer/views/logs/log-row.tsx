import { memo, type ReactNode } from 'react';
import { classNames } from '../../components/index.ts';
import { type Span, spansOf } from './ansi.ts';
import type { Line } from './line-store.ts';
import styles from './log-row.module.css';
import { rangesOf } from './matcher.ts';

/** Characters of a line that stand in its row; the whole is in its details. */
const shown = 4_096;

export interface LogRowProps {
  line: Line;
  /** As text; undefined: no such column. */
  time: string | undefined;
  exactTime: string;
  /** Undefined where all lines are of one service. */
  service: string | undefined;
  hue: number;
  pattern: RegExp | undefined;
  /** The match that `n` and `N` are at. */
  isCurrent: boolean;
  isSelected: boolean;
  wrap: boolean;
  onPress: (number: number, extend: boolean) => void;
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { line, time, exactTime, isCurrent, isSelected, onPress } = props;
  const gutter = (
    <button
      type="button"
      tabIndex={-1}
      className={styles['gutter']}
      title={exactTime}
      aria-label={`Line of ${exactTime}`}
      onClick={(event) => onPress(line.number, event.shiftKey)}
    >
      {time}
    </button>
  );
  if (line.kind === 'mark')
    return (
      <div className={classNames(styles['row'], styles['mark'])} data-wrap={props.wrap || undefined}>
        <span className={styles['head']}>{gutter}</span>
        <span className={styles['text']}>{line.text}</span>
      </div>
    );
  return (
    <div
      className={classNames(
        styles['row'],
        styles[line.level],
        isCurrent && styles['current'],
        isSelected && styles['selected'],
      )}
      data-wrap={props.wrap || undefined}
      data-stream={line.stream}
    >
      <span className={styles['head']}>
        {gutter}
        {props.service !== undefined && (
          <span
            className={styles['service']}
            style={{ color: `var(--hue-${props.hue})` }}
            title={line.source.container}
          >
            {line.continues ? '↳' : props.service}
          </span>
        )}
      </span>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys do the same by j and k, the gutter is a button */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <bdi
        className={styles['text']}
        // Pressed, not dragged over: a click opens the line's details.
        onClick={(event) => {
          if (getSelection()?.isCollapsed ?? true) onPress(line.number, event.shiftKey);
        }}
      >
        {(line.cutFrom !== undefined || line.text.length > shown) && (
          <span className={styles['cut']}>
            cut: {(line.cutFrom ?? line.text.length).toLocaleString('en')} characters
            {line.cutFrom !== undefined && ', download for all'}
          </span>
        )}
        <Text line={line.text} pattern={props.pattern} />
      </bdi>
    </div>
  );
});

function Text({ line, pattern }: { line: string; pattern: RegExp | undefined }) {
  const spans = spansOf(line.length > shown ? line.slice(0, shown) : line);
  const ranges = pattern ? rangesOf(pattern, spans.map(({ text }) => text).join('')) : [];
  let offset = 0;
  return spans.map((span, index) => {
    const from = offset;
    offset += span.text.length;
    const content = ranges.length > 0 ? marked(span.text, from, ranges) : span.text;
    if (!span.style && !span.colour && !span.ground) return content;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line stay where they are
      <span key={index} className={lookOf(span)} style={span.style}>
        {content}
      </span>
    );
  });
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
