import type { ReactNode } from 'react';
import styles from './inspector.module.css';

interface SectionProps {
  title: string;
  /** What stands right of the title: a count, a filter. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className={styles['section']} aria-label={title}>
      <h3>
        {title}
        {aside !== undefined && <span className={styles['aside']}>{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Names and values, the value in mono and cut where it must be, whole on hover. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: string | undefined])[] }) {
  return (
    <dl className={styles['facts']}>
      {of.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
