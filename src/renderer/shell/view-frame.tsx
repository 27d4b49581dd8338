import { Component, type ReactNode, Suspense } from 'react';
import { Button, FailedState, Skeleton } from '../components/index.ts';
import { toErrorData } from '../core/index.ts';
import styles from './view-frame.module.css';

interface ViewFrameProps {
  /** Another one is another view: what went wrong in the last is forgotten. */
  of: string;
  children: ReactNode;
}

/** Holds a view: its place while it is loaded, and what it failed by, without the rest of the page falling with it. */
export function ViewFrame({ of, children }: ViewFrameProps) {
  return (
    <Boundary key={of}>
      <Suspense fallback={<ViewSkeleton />}>{children}</Suspense>
    </Boundary>
  );
}

function ViewSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton width="24ch" height="26px" />
      <Skeleton height="40px" lines={5} />
    </div>
  );
}

class Boundary extends Component<{ children: ReactNode }, { thrown?: unknown }> {
  override state: { thrown?: unknown } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override componentDidCatch(thrown: unknown) {
    console.error(thrown);
  }

  override render() {
    if (this.state.thrown === undefined) return this.props.children;
    const error = toErrorData(this.state.thrown);
    return (
      <FailedState
        error={{ ...error, message: `This view broke: ${error.message}` }}
        onRetry={() => this.setState({ thrown: undefined })}
      >
        <Button size="small" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </FailedState>
    );
  }
}
