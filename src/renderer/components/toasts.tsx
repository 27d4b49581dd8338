import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorData } from '../../shared/index.ts';
import { ErrorDetails } from './error-details.tsx';
import styles from './toasts.module.css';

const manager = Toast.createToastManager();

/** Says what went wrong where no view shows it; stays until it is closed. */
export function showError(title: string, error: ErrorData): void {
  manager.add({
    title,
    description: <ErrorDetails error={error} plain />,
    type: 'error',
    timeout: 0,
  });
}

/** Says what was done, where no view shows it; goes after 5 s. */
export function showNote(title: string, description?: ReactNode): void {
  manager.add({ title, description, type: 'note' });
}

/** Where they appear; once in a page. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles['toast']} swipeDirection={[]}>
      <Toast.Title className={styles['title']} />
      <Toast.Close className={styles['close']} aria-label="Close">
        <X size={14} aria-hidden />
      </Toast.Close>
      <Toast.Description render={<div />} className={styles['description']} />
    </Toast.Root>
  ));
}
