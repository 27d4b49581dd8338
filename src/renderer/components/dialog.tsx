import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { ErrorData } from '../../shared/index.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { ErrorDetails } from './error-details.tsx';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence below the title. */
  about?: ReactNode;
  children: ReactNode;
  /** The buttons, the one that matters last. */
  actions?: ReactNode;
  wide?: boolean;
}

export function Dialog({ open, onClose, title, about, children, actions, wide }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          className={classNames(styles['popup'], wide && styles['wide'])}
          // What is to be filled in comes before the button that closes.
          initialFocus={() => body.current?.querySelector<HTMLElement>('input, textarea, button') ?? true}
        >
          <header className={styles['head']}>
            <Base.Title>{title}</Base.Title>
            <Base.Close className={styles['close']} aria-label="Close">
              <X size={15} aria-hidden />
            </Base.Close>
            {about && <Base.Description className={styles['about']}>{about}</Base.Description>}
          </header>
          <div ref={body} className={styles['body']}>
            {children}
          </div>
          {actions && <footer className={styles['actions']}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  /** A question: `Remove the stack with its data?` */
  title: string;
  /** What is lost, and whether it can be had again. */
  children: ReactNode;
  /** What the button does, as a verb: `Remove`. */
  verb: string;
  onConfirm: () => void;
  danger?: boolean;
  pending?: boolean;
  error?: ErrorData | undefined;
}

/** Asks before something that can not be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, children, verb, onConfirm, danger, pending, error } = props;
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={styles['backdrop']} />
        <BaseAlert.Popup className={styles['popup']}>
          <header className={styles['head']}>
            <BaseAlert.Title>{title}</BaseAlert.Title>
          </header>
          <BaseAlert.Description render={<div className={styles['body']} />}>
            {children}
          </BaseAlert.Description>
          {error && <ErrorDetails error={error} />}
          <footer className={styles['actions']}>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind={danger ? 'danger' : 'primary'} pending={pending} onClick={onConfirm}>
              {verb}
            </Button>
          </footer>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}
