import styles from './progress.module.css';

interface ProgressProps {
  label: string;
  /** From 0 to 1; undefined when nobody knows. */
  value: number | undefined;
}

/** How far something is. */
export function Progress({ label, value }: ProgressProps) {
  return (
    <div
      className={styles['track']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === undefined ? undefined : Math.round(value * 100)}
    >
      <div
        className={value === undefined ? styles['unknown'] : styles['bar']}
        style={value === undefined ? undefined : { width: `${Math.min(1, Math.max(0, value)) * 100}%` }}
      />
    </div>
  );
}
