import { Lock } from 'lucide-react';
import styles from './secrets.module.css';

/** Where they lie, said where they are seen. */
export function KeyNote({ of }: { of: 'keychain' | 'file' }) {
  return (
    <p className={styles['note']}>
      <Lock size={13} aria-hidden />
      Kept encrypted on this machine; the key lies in{' '}
      {of === 'keychain' ? 'the keychain of this system.' : 'a file that only you can read.'}
    </p>
  );
}
