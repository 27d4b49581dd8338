import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { UpRequest } from '../../../../shared/contract/index.ts';
import type { Plan } from '../../../../shared/index.ts';
import { Button, Dialog, ErrorDetails, Skeleton } from '../../../components/index.ts';
import { usePlan } from '../actions/use-plan.ts';
import { changesOf, lossesOf, planKind, summaryOf } from '../model/plan.ts';
import { useStack } from '../stack-context.ts';
import { Changes } from './changes.tsx';
import styles from './dialogs.module.css';

interface PlanDialogProps {
  request: UpRequest;
  open: boolean;
}

/** What an Up would do, piece by piece and why, before it is done. A plan that has become stale is made anew. */
export function PlanDialog({ request, open }: PlanDialogProps) {
  const { project, view, actions } = useStack();
  const { plan, current, error } = usePlan(project, request, view.revision, open);
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  const losses = plan ? lossesOf(plan) : [];
  const allAgreed = losses.every(({ step }) => agreed.includes(step));
  const hasWork = plan !== undefined && planKind(plan) !== 'nothing';
  return (
    <Dialog
      open={open}
      onClose={actions.close}
      wide
      title={`What Up would change in ${view.project.name}`}
      about={plan ? summaryOf(plan) : 'Comparing the files with what runs…'}
      actions={
        <>
          <Button onClick={actions.close}>Not now</Button>
          <Button
            kind={losses.length > 0 ? 'danger' : 'primary'}
            disabled={!current || !hasWork || !allAgreed || view.task !== undefined}
            pending={actions.pending}
            onClick={() => actions.apply(losses.length > 0 ? { ...request, agreed: [...agreed] } : request)}
          >
            {losses.length > 0 ? 'Apply, and lose this data' : 'Apply'}
          </Button>
        </>
      }
    >
      {error && <ErrorDetails error={error} />}
      {!plan && !error && <Skeleton lines={6} height="20px" />}
      {plan && <PlanBody plan={plan} />}
      {losses.length > 0 && (
        <fieldset className={styles['losses']}>
          <legend>
            <TriangleAlert size={14} aria-hidden /> This cannot be taken back
          </legend>
          {losses.map(({ step, text }) => (
            <label key={step}>
              <input
                type="checkbox"
                checked={agreed.includes(step)}
                onChange={({ target }) =>
                  setAgreed(target.checked ? [...agreed, step] : agreed.filter((other) => other !== step))
                }
              />
              I agree to lose {text}
            </label>
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}

function PlanBody({ plan }: { plan: Plan }) {
  const groups = changesOf(plan);
  if (groups.length === 0)
    return <p className={styles['nothing']}>Everything is as the files say: there is nothing to do.</p>;
  return groups.map(({ service, changes }) => (
    <section key={service ?? ''} className={styles['group']}>
      <h3>{service ?? 'The stack'}</h3>
      <Changes of={changes} />
    </section>
  ));
}
