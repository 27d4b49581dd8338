import { ShieldCheck } from 'lucide-react';
import { useId, useState } from 'react';
import type { GuardrailFinding } from '../../../../shared/contract/index.ts';
import { Button, Dialog, EmptyState, ErrorDetails } from '../../../components/index.ts';
import { core, useAction } from '../../../core/index.ts';
import { whatCanBeDone } from '../model/verbs.ts';
import { useStack } from '../stack-context.ts';
import { ExceptionForm } from './exception-form.tsx';
import { FindingItem } from './finding-item.tsx';
import { countText, isOpen } from './findings.ts';
import styles from './guardrails.module.css';
import { useGuardrails } from './use-guardrails.ts';

interface GuardrailsDialogProps {
  open: boolean;
  /** Up was asked for and stopped on them. */
  stopped?: boolean | undefined;
  /** Begins with the exception for this finding. */
  except?: string | undefined;
}

/** What the stack breaks, each with its fix and its exception in place. */
export function GuardrailsDialog({ open, stopped, except }: GuardrailsDialogProps) {
  const { project, view, actions } = useStack();
  const { findings, enforced } = useGuardrails();
  const [excepted, setExcepted] = useState(except);
  const form = useId();
  const fix = useAction((ids: string[]) => core.guardrails.fix({ project, ids }), { inline: true });
  const about = findings.find(({ id }) => id === excepted);
  if (about)
    return (
      <Dialog
        open={open}
        onClose={actions.close}
        title={`Except ${about.service ?? about.block ?? view.project.name} from ${about.code}`}
        about="It is written into blockyard.yaml, where everybody sees it."
        actions={
          <>
            <Button onClick={() => setExcepted(undefined)}>Back</Button>
            <Button kind="primary" type="submit" form={form}>
              Write the exception
            </Button>
          </>
        }
      >
        <ExceptionForm id={form} finding={about} onDone={() => setExcepted(undefined)} />
      </Dialog>
    );

  const denied = findings.filter((one) => isOpen(one) && one.severity === 'deny');
  const mendable = findings.filter((one) => isOpen(one) && one.fix);
  const can = whatCanBeDone(view, view.services);
  return (
    <Dialog
      open={open}
      onClose={actions.close}
      wide
      title={
        stopped && denied.length > 0 ? `Up stopped: ${view.project.name} breaks guardrails` : 'Guardrails'
      }
      about={aboutText(findings, enforced)}
      actions={
        <>
          {mendable.length > 1 && (
            <Button pending={fix.pending} onClick={() => void fix.run(mendable.map(({ id }) => id))}>
              Fix all {mendable.length}
            </Button>
          )}
          {stopped ? (
            <Button
              kind="primary"
              disabled={!can.up || denied.length > 0}
              pending={actions.pending}
              onClick={() => actions.up()}
            >
              Up
            </Button>
          ) : (
            <Button onClick={actions.close}>Close</Button>
          )}
        </>
      }
    >
      {fix.error && <ErrorDetails error={fix.error} />}
      {findings.length === 0 ? (
        <EmptyState icon={ShieldCheck} text="No guardrail is broken." />
      ) : (
        <ul className={styles['findings']}>
          {findings.map((finding) => (
            <FindingItem
              key={finding.id}
              finding={finding}
              pending={fix.pending}
              onFix={() => void fix.run([finding.id])}
              onExcept={() => setExcepted(finding.id)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function aboutText(findings: readonly GuardrailFinding[], enforced: boolean): string {
  const count = countText(findings);
  if (count === '') return 'Nothing is open.';
  const rule = enforced
    ? 'Up stops on what denies: mend it, or say why it is right here.'
    : 'Without a blockyard.yaml they only count; a fix or an exception writes one, and from then on Up stops on what denies.';
  return `${count}. ${rule}`;
}
