import type { ErrorData } from '../../shared/index.ts';
import { Button, ErrorDetails } from '../components/index.ts';
import { Mark } from './mark.tsx';
import styles from './shut-out.module.css';

/** In a browser only another address lets in; in the app a reload starts the core again. */
const reloadHelps = location.protocol === 'app:';

/** The page can do nothing: an old tab at a new core, or a key that is none. */
export function ShutOut({ error }: { error: ErrorData }) {
  const incompatible = error.code === 'incompatible';
  return (
    <main className={styles['page']}>
      <Mark />
      <h1>{incompatible ? 'This page is out of date' : 'Not connected'}</h1>
      <ErrorDetails error={error}>
        {(incompatible || reloadHelps) && (
          <Button kind="primary" onClick={() => location.reload()}>
            Reload the page
          </Button>
        )}
      </ErrorDetails>
    </main>
  );
}
