import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

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
