import { useStack } from '../stack-context.ts';
import styles from './inspector.module.css';
import { ServiceInspector } from './service-inspector.tsx';
import { StackSummary } from './stack-summary.tsx';

/** Of the chosen service, or of the stack while none is. */
export function Inspector({ selected }: { selected: string | undefined }) {
  const { view } = useStack();
  const service = view.services.find(({ name }) => name === selected);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <aside className={styles['inspector']} aria-label="Inspector" tabIndex={0}>
      {service ? <ServiceInspector key={service.name} service={service} /> : <StackSummary />}
    </aside>
  );
}
