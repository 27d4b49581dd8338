import { type FormEvent, useState } from 'react';
import type { GuardrailFinding } from '../../../../shared/contract/index.ts';
import { ErrorDetails, Prose, TextField } from '../../../components/index.ts';
import { core, useAction } from '../../../core/index.ts';
import { useStack } from '../stack-context.ts';
import { inDays } from './findings.ts';
import styles from './guardrails.module.css';

/** How long an exception holds when its writer does not say otherwise. */
const usualDays = 30;

interface ExceptionFormProps {
  /** By which a button outside of it sends it. */
  id: string;
  finding: GuardrailFinding;
  onDone: () => void;
}

/** Why it is right here and until when: both stand in blockyard.yaml, for everybody who reads it. */
export function ExceptionForm({ id, finding, onDone }: ExceptionFormProps) {
  const { project } = useStack();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(inDays(usualDays));
  const [asked, setAsked] = useState(false);
  const except = useAction(() => core.guardrails.except({ project, id: finding.id, reason, until }), {
    inline: true,
    onDone,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (reason.trim() !== '' && until >= inDays(0)) void except.run();
  };
  return (
    <form id={id} className={styles['form']} onSubmit={send}>
      <p className={styles['message']}>
        <Prose text={finding.message} />
      </p>
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        hint="For whoever reads it when it ends: why is this right here?"
        problem={asked && reason.trim() === '' ? 'An exception needs a reason.' : undefined}
        maxLength={300}
      />
      <TextField
        label="Until"
        type="date"
        value={until}
        min={inDays(0)}
        onChange={setUntil}
        hint="The last day on which it holds. After it the guardrail holds again, and tells that it ended."
        problem={asked && until < inDays(0) ? 'Choose a day to come.' : undefined}
        className={styles['date']}
      />
      {except.error && <ErrorDetails error={except.error} />}
    </form>
  );
}
