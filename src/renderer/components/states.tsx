import type { LucideIcon } from 'lucide-react';
import { CloudOff, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorData } from '../../shared/index.ts';
import type { Followed } from '../core/index.ts';
import { Button } from './button.tsx';
import { ErrorDetails } from './error-details.tsx';
import styles from './states.module.css';

interface EmptyStateProps {
  icon?: LucideIcon;
  /** One sentence that teaches the next step. */
  text: ReactNode;
  /** One button. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, text, action }: EmptyStateProps) {
  return (
    <div className={styles['centre']}>
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden className={styles['icon']} />}
      <p>{text}</p>
      {action}
    </div>
  );
}

interface FailedStateProps {
  error: ErrorData;
  onRetry?: (() => void) | undefined;
  /** Other buttons that help. */
  children?: ReactNode;
}

/** Instead of what could not be had. */
export function FailedState({ error, onRetry, children }: FailedStateProps) {
  return (
    <div className={styles['failed']}>
      <ErrorDetails error={error}>
        {onRetry && (
          <Button size="small" icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        )}
        {children}
      </ErrorDetails>
    </div>
  );
}

/** What is shown is how it was: why, and that it comes back by itself. */
export function StaleBanner({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles['stale']} role="status">
      <CloudOff size={14} aria-hidden />
      <span>{children}</span>
      {action}
    </div>
  );
}

interface SkeletonProps {
  /** As CSS: `100%`, `12ch`. */
  width?: string;
  height?: string;
  /** So many lines, one below the other. */
  lines?: number;
}

/** Holds the place of what comes, in its size. */
export function Skeleton({ width = '100%', height = '16px', lines = 1 }: SkeletonProps) {
  return (
    <div className={styles['skeletons']} aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={line} className={styles['skeleton']} style={{ width, height }} />
      ))}
    </div>
  );
}

interface FollowedContentProps<State> {
  followed: Followed<State>;
  /** Of the size of what comes. */
  skeleton: ReactNode;
  children: (value: State, fresh: boolean) => ReactNode;
}

/** What is followed, in each of its states: loading, live, stale (kept, the shell's banner says why), failed. */
export function FollowedContent<State>({ followed, skeleton, children }: FollowedContentProps<State>) {
  switch (followed.state) {
    case 'loading':
      return skeleton;
    case 'live':
      return children(followed.value, true);
    case 'stale':
      return children(followed.value, false);
    case 'failed':
      return (
        <>
          <FailedState error={followed.error} />
          {followed.value !== undefined && children(followed.value, false)}
        </>
      );
  }
}
