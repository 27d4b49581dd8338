import { Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ErrorData, formatWhere } from '../../shared/index.ts';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './error-details.module.css';
import { plural } from './format.ts';
import { Prose } from './prose.tsx';

interface ErrorDetailsProps {
  error: ErrorData;
  /** Buttons that help, beside the remedy. */
  children?: ReactNode;
  /** Inside something that is framed already. */
  plain?: boolean;
}

/** What happened, what to do about it, where, and what lies behind it: in this order. */
export function ErrorDetails({ error, children, plain }: ErrorDetailsProps) {
  const many = error.errors && error.errors.length > 1 ? error.errors : undefined;
  return (
    <div className={classNames(styles['error'], plain && styles['plain'])} role={plain ? undefined : 'alert'}>
      {many ? <Many errors={many} /> : <One error={error} />}
      {error.causes && error.causes.length > 0 && <Causes error={error} causes={error.causes} />}
      {children && <div className={styles['actions']}>{children}</div>}
    </div>
  );
}

function One({ error: { message, remedy, where } }: { error: ErrorData }) {
  return (
    <>
      <p className={styles['message']}>
        <Prose text={message} />
      </p>
      {remedy && (
        <p className={styles['remedy']}>
          <Wrench size={13} aria-hidden />
          <span>
            <Prose text={remedy} />
          </span>
        </p>
      )}
      {where && <p className={styles['where']}>{formatWhere(where)}</p>}
    </>
  );
}

/** What was found together; the first of them is no more than the others. */
function Many({ errors }: { errors: readonly ErrorData[] }) {
  return (
    <>
      <p className={styles['message']}>{plural(errors.length, 'problem')}</p>
      <ul className={styles['many']}>
        {errors.map((one) => (
          <li key={`${one.message} ${one.where ? formatWhere(one.where) : ''}`}>
            <ErrorDetails error={one} plain />
          </li>
        ))}
      </ul>
    </>
  );
}

function Causes({ error, causes }: { error: ErrorData; causes: string[] }) {
  return (
    <details className={styles['causes']}>
      <summary>What lies behind it</summary>
      <ol>
        {causes.map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ol>
      <CopyButton text={errorAsText(error)} label="Copy the error" />
    </details>
  );
}

function errorAsText(error: ErrorData): string {
  const lines = [
    `${error.code}: ${error.message}`,
    error.where && `at ${formatWhere(error.where)}`,
    error.remedy && `remedy: ${error.remedy}`,
    ...(error.causes ?? []).map((cause) => `cause: ${cause}`),
  ];
  return lines.filter(Boolean).join('\n');
}
