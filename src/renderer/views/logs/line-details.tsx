import { Link2, X } from 'lucide-react';
import { CopyButton, formatCount, IconButton } from '../../components/index.ts';
import { jsonOf } from './json-line.ts';
import styles from './line-details.module.css';
import type { Line } from './line-store.ts';
import { withoutColours } from './plain-text.ts';

interface LineDetailsProps {
  /** The line, and what goes on from it: a stack trace. */
  lines: readonly Extract<Line, { kind: 'line' }>[];
  exactTime: string;
  /** Copies an address that opens this moment; absent where there is no address. */
  onLink: (() => void) | undefined;
  onClose: () => void;
}

/** One line, whole: its JSON unfolded, its stack trace with it. */
export function LineDetails({ lines, exactTime, onLink, onClose }: LineDetailsProps) {
  const [line] = lines;
  if (!line) return null;
  const text = lines.map((one) => withoutColours(one.text)).join('\n');
  const json = jsonOf(text);
  return (
    <aside className={styles['details']} aria-label="Line">
      <header>
        <strong>{line.source.service || line.source.container}</strong>
        <span className={styles['space']} />
        <CopyButton text={text} label="Copy the line" />
        {onLink && (
          <IconButton icon={Link2} size="small" label="Copy a link to this moment" onClick={onLink} />
        )}
        <IconButton icon={X} size="small" label="Close" keys="escape" onClick={onClose} />
      </header>
      <dl className={styles['facts']}>
        <dt>Time</dt>
        <dd>{exactTime}</dd>
        <dt>Container</dt>
        <dd>{line.source.container}</dd>
        <dt>Stream</dt>
        <dd>{line.stream}</dd>
        {line.level !== 'none' && (
          <>
            <dt>Level</dt>
            <dd>{line.level}</dd>
          </>
        )}
        {line.cutFrom !== undefined && (
          <>
            <dt>Length</dt>
            <dd>{formatCount(line.cutFrom)} characters; a download has all of them</dd>
          </>
        )}
      </dl>
      {json ? (
        <dl className={styles['json']}>
          {json.map(({ name, value, isText }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={isText ? undefined : styles['value']}>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <pre className={styles['text']}>{text}</pre>
      )}
    </aside>
  );
}
