import { Prose } from '../../components/index.ts';
import styles from './team.module.css';

/** What holds, or would: one thing a line. */
export function Sentences({ of }: { of: readonly string[] }) {
  return (
    <ul className={styles['sentences']}>
      {of.map((sentence) => (
        <li key={sentence}>
          <Prose text={sentence} />
        </li>
      ))}
    </ul>
  );
}
