import type { Plan } from '../../../shared/index.ts';
import {
  classNames,
  Difference,
  ErrorDetails,
  Panel,
  Prose,
  plural,
  Skeleton,
} from '../../components/index.ts';
import styles from './catalogue.module.css';
import type { PreviewState } from './use-preview.ts';

/** What would be written, what Up would do then, and which guardrails that breaks. */
export function Preview({ preview, isReady }: { preview: PreviewState; isReady: boolean }) {
  const { data, error, isStale } = preview;
  return (
    <Panel title="What it changes">
      <div className={classNames(styles['preview'], isStale && styles['stale'])} aria-busy={isStale}>
        {error ? (
          <ErrorDetails error={error} />
        ) : data ? (
          <>
            {data.problem && <ErrorDetails error={data.problem} />}
            <Difference label="blockyard.yaml" before={data.before} after={data.after} />
            {data.findings.length > 0 && (
              <ul className={styles['findings']} aria-label="Guardrails">
                {data.findings.map(({ id, severity, message, remedy }) => (
                  <li key={id} data-severity={severity}>
                    <b>{severity}</b> <Prose text={message} />
                    <p>
                      <Prose text={remedy} />
                    </p>
                  </li>
                ))}
              </ul>
            )}
            {data.plan && <PlannedSteps plan={data.plan} />}
            {!data.plan && !data.problem && (
              <p className={styles['hint']}>There is no engine to ask: what Up would do then is not known.</p>
            )}
          </>
        ) : isReady ? (
          <Skeleton height="19px" lines={5} />
        ) : (
          <p className={styles['hint']}>Fill in what is missing, and it is shown here.</p>
        )}
      </div>
    </Panel>
  );
}

const marks = { remove: '−', stop: '−', recreate: '±', restart: '±', adopt: '=' } as Record<string, string>;

function PlannedSteps({ plan }: { plan: Plan }) {
  const steps = plan.steps.filter(({ action }) => action !== 'wait');
  if (steps.length === 0) return <p className={styles['hint']}>Up would have nothing to do.</p>;
  return (
    <details className={styles['plan']}>
      <summary>Up would take {plural(steps.length, 'step')}</summary>
      <ul>
        {steps.map((step) => (
          <li key={step.id}>
            <b aria-hidden>{marks[step.action] ?? '+'}</b>
            <span>
              {step.action} {step.target.kind} <code>{step.target.name}</code>
              {step.loses && <strong> loses {step.loses}</strong>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
