import styles from './mark.module.css';

const studs = [1, 0.55, 1, 0.35, 1, 0.75];

export function Mark() {
  return (
    <svg className={styles['mark']} viewBox="0 0 25 16" width="25" height="16" aria-hidden>
      {studs.map((opacity, stud) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the studs of the mark never change
          key={stud}
          x={(stud % 3) * 9}
          y={stud < 3 ? 0 : 9}
          width="7"
          height="7"
          rx="1.5"
          opacity={opacity}
        />
      ))}
    </svg>
  );
}
