import { ShieldAlert } from 'lucide-react';
import { type Mark, markText, tones } from './findings.ts';
import styles from './guardrails.module.css';

/** Beside a service's name: that it breaks guardrails, and how many. */
export function GuardrailMark({ mark }: { mark: Mark }) {
  return (
    <span className={styles['mark']} data-tone={tones[mark.severity]} title={`It ${markText(mark)}`}>
      <ShieldAlert size={12} role="img" aria-label={markText(mark)} />
      {mark.count > 1 && <span aria-hidden>{mark.count}</span>}
    </span>
  );
}
