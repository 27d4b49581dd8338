import { keysToText } from './format.ts';
import styles from './keys.module.css';

/** Keys as they are printed on the keyboard: `$mod+K` becomes Ctrl K (or ⌘ K), `g l` becomes G then L. */
export function Keys({ of }: { of: string }) {
  return (
    <kbd className={styles['keys']}>
      {keysToText(of).map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the presses of a shortcut never change places
        <span key={index}>{key}</span>
      ))}
    </kbd>
  );
}
