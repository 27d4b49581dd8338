import { type DifferenceLine, difference, nearChanges } from '../../shared/index.ts';
import styles from './difference.module.css';

interface DifferenceProps {
  /** Of what: for readers. */
  label: string;
  before: string;
  after: string;
}

/** How a text changes, line by line; what stays far from a change is left out. */
export function Difference({ label, before, after }: DifferenceProps) {
  const parts = nearChanges(difference(before, after), 2);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={styles['difference']} aria-label={label} tabIndex={0}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing else
        <pre key={index}>
          {part.map((line, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike
            <Line key={number} line={line} />
          ))}
        </pre>
      ))}
      {parts.length === 0 && <p>Nothing changes.</p>}
    </section>
  );
}

/** What comes and goes is said to readers too. */
function Line({ line: { mark, text } }: { line: DifferenceLine }) {
  const Tag = mark === '+' ? 'ins' : mark === '-' ? 'del' : 'span';
  return (
    <Tag>
      <b aria-hidden>{mark}</b>
      {text}
      {'\n'}
    </Tag>
  );
}
