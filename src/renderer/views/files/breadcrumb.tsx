import { ChevronRight } from 'lucide-react';
import styles from './breadcrumb.module.css';
import { stepsTo, visibleName } from './paths.ts';

interface BreadcrumbProps {
  path: string;
  onGo: (path: string) => void;
}

/** The way from the root to the folder; each step goes there. */
export function Breadcrumb({ path, onGo }: BreadcrumbProps) {
  const steps = stepsTo(path);
  return (
    <nav className={styles['breadcrumb']} aria-label="Path">
      <ol>
        {steps.map((step, at) => (
          <li key={step.path}>
            {at > 1 && <ChevronRight size={12} aria-hidden />}
            <button
              type="button"
              aria-current={at === steps.length - 1 ? 'page' : undefined}
              aria-label={at === 0 ? 'Root' : undefined}
              onClick={() => onGo(step.path)}
            >
              {visibleName(step.name)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
