import type { ReactNode } from 'react';
import styles from './setting-row.module.css';

interface SettingRowProps {
  name: string;
  about?: ReactNode;
  children: ReactNode;
}

/** A setting: what it means at the left, what it is at the right. */
export function SettingRow({ name, about, children }: SettingRowProps) {
  return (
    <div className={styles['row']}>
      <div>
        <h3>{name}</h3>
        {about && <p>{about}</p>}
      </div>
      <div className={styles['control']}>{children}</div>
    </div>
  );
}
