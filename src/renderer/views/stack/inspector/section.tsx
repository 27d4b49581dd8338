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

/** What is left out where there is no value. */
export type Fact = readonly [name: string, value: ReactNode];

/** Names and values, the value in mono and cut where it must be, whole on hover. */
export function Facts({ of }: { of: readonly Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {of.map(
        ([name, value]) =>
          value !== undefined &&
          value !== false && (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={typeof value === 'string' ? value : undefined}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
