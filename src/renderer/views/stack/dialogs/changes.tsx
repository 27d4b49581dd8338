import type { Change } from '../model/plan.ts';
import styles from './dialogs.module.css';

const marks: Record<Change['tone'], string> = { adds: '+', changes: '±', removes: '−', quiet: '=' };

/** Pieces that would change: what happens to each, and why. */
export function Changes({ of }: { of: readonly Change[] }) {
  return (
    <ul className={styles['changes']}>
      {of.map(({ target, verb, tone, causes, losses }) => (
        <li key={`${target.kind} ${target.name}`} data-tone={tone}>
          <b aria-hidden>{marks[tone]}</b>
          <span className={styles['verb']}>{verb}</span>
          <span className={styles['target']} title={`${target.kind} ${target.name}`}>
            {target.kind} <code>{target.name}</code>
          </span>
          <span className={styles['causes']}>
            {causes.map((cause) => (
              <span key={cause}>{cause}</span>
            ))}
            {losses.map(({ step, text }) => (
              <strong key={step}>loses {text}</strong>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
