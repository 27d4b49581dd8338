import { KeyRound } from 'lucide-react';
import { Button, plural } from '../../components/index.ts';
import { goTo, useFollowed } from '../../core/index.ts';
import styles from './banners.module.css';
import { useStack } from './stack-context.ts';

/** That Up will wait for secrets, and the way to where they are given. */
export function MissingSecrets() {
  const { project } = useStack();
  const followed = useFollowed('secrets.follow', { project });
  const known = 'value' in followed ? followed.value : undefined;
  const missing = known?.secrets.filter(({ state }) => state === 'missing') ?? [];
  if (missing.length === 0) return null;
  const names = missing.map(({ name }) => name);
  return (
    <div className={styles['task']} role="status">
      <KeyRound size={14} aria-hidden className={styles['wanting']} />
      <b>{plural(missing.length, 'secret')} missing</b>
      <span className={styles['now']} title={names.join('\n')}>
        {names.join(', ')}
      </span>
      <Button size="small" onClick={() => goTo({ project, view: 'secrets' })}>
        Give {missing.length === 1 ? 'it' : 'them'}
      </Button>
    </div>
  );
}
