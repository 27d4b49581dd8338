import { Skeleton } from '../../components/index.ts';
import styles from './stack-view.module.css';

/** Of the size of what comes. */
export function StackSkeleton() {
  return (
    <div className={styles['view']} role="status" aria-label="Loading the stack">
      <div className={styles['waiting']}>
        <div className={styles['services']}>
          <div className={styles['toolbar']}>
            <Skeleton width="148px" height="28px" />
            <Skeleton width="220px" height="28px" />
          </div>
          <div className={styles['bricks']}>
            {['a', 'b', 'c', 'd', 'e', 'f'].map((brick) => (
              <Skeleton key={brick} width="172px" height="58px" />
            ))}
          </div>
        </div>
        <div className={styles['side']}>
          <Skeleton width="60%" height="20px" />
          <Skeleton lines={5} />
        </div>
      </div>
    </div>
  );
}
