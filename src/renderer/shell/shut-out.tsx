import type { ErrorData } from '../../shared/index.ts';
import { Button, ErrorDetails } from '../components/index.ts';
import { Mark } from './mark.tsx';
import styles from './shut-out.module.css';

/** In a browser only another address replaces a wrong key; in the app a reload starts the core again. */
const reloadHelps = (code: ErrorData['code']) => location.protocol === 'app:' || code !== 'permission-denied';

/** The page can do nothing: an old tab at a new core, a key that is none, or one page too many. */
export function ShutOut({ error }: { error: ErrorData }) {
  const incompatible = error.code === 'incompatible';
  return (
    <main className={styles['page']}>
      <Mark />
      <h1>{incompatible ? 'This page is out of date' : 'Not connected'}</h1>
      <ErrorDetails error={error}>
        {reloadHelps(error.code) && (
          <Button kind="primary" onClick={() => location.reload()}>
            {error.code === 'resource-in-use' ? 'Try again' : 'Reload the page'}
          </Button>
        )}
      </ErrorDetails>
    </main>
  );
}
