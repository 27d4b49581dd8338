import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './panel.module.css';

interface PanelProps {
  title?: string;
  /** Beside the title: a count, buttons. */
  aside?: ReactNode;
  children: ReactNode;
  /** Its content reaches the frame: a table, say. */
  flush?: boolean;
  className?: string;
}

/** A framed part of a view. */
export function Panel({ title, aside, children, flush, className }: PanelProps) {
  const id = useId();
  return (
    <section className={classNames(styles['panel'], className)} aria-labelledby={title ? id : undefined}>
      {(title || aside) && (
        <header className={styles['head']}>
          {title && <h2 id={id}>{title}</h2>}
          {aside && <div className={styles['aside']}>{aside}</div>}
        </header>
      )}
      <div className={flush ? undefined : styles['body']}>{children}</div>
    </section>
  );
}

interface PageProps {
  title: string;
  /** What it is for, in a sentence. */
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}

/** A view of this machine: a head and what follows, scrolled as one. */
export function Page({ title, about, actions, children, wide }: PageProps) {
  return (
    <div className={styles['page']}>
      <div className={classNames(styles['column'], wide && styles['wide'])}>
        <header className={styles['page-head']}>
          <div>
            <h1>{title}</h1>
            {about && <p>{about}</p>}
          </div>
          {actions && <div className={styles['aside']}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}
