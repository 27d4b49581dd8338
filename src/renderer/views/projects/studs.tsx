import { classNames } from '../../components/index.ts';
import styles from './studs.module.css';

interface StudsProps {
  services: { total: number; ready: number; waiting: number; failed: number };
  up: boolean;
}

const most = 20;

/** One stud for each service: how the stack is, at a glance. The text beside it says the same. */
export function Studs({ services: { total, ready, waiting, failed }, up }: StudsProps) {
  const kinds = [
    ...Array<string>(failed).fill('bad'),
    ...Array<string>(waiting).fill('wait'),
    ...Array<string>(ready).fill('ok'),
    ...Array<string>(Math.max(0, total - failed - waiting - ready)).fill(up ? 'idle' : 'absent'),
  ];
  return (
    <div className={styles['studs']} aria-hidden>
      {kinds.slice(0, most).map((kind, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: studs are told apart by their place alone
        <i key={index} className={classNames(styles['stud'], styles[kind])} />
      ))}
      {kinds.length > most && <span>+{kinds.length - most}</span>}
    </div>
  );
}
