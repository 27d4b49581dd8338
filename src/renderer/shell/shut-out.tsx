import type { ErrorData } from '../../shared/index.ts';
import { Button, ErrorDetails } from '../components/index.ts';
import { Mark } from './mark.tsx';
import styles from './shut-out.module.css';

/** The page can do nothing: an old tab at a new core, or a key that is none. */
export function ShutOut({ error }: { error: ErrorData }) {
  return (
    <main className={styles['page']}>
      <Mark />
      <h1>{error.code === 'incompatible' ? 'This page is out of date' : 'Not connected'}</h1>
      <ErrorDetails error={error}>
        <Button kind="primary" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </ErrorDetails>
    </main>
  );
}
