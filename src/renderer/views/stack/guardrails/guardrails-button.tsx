import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Button, Tooltip } from '../../../components/index.ts';
import { useStack } from '../stack-context.ts';
import { countText, isOpen, tones } from './findings.ts';
import styles from './guardrails.module.css';
import { useGuardrails } from './use-guardrails.ts';

/** How many guardrails the stack breaks, and the way to them. */
export function GuardrailsButton() {
  const { actions } = useStack();
  const { findings, enforced } = useGuardrails();
  const [worst] = findings.filter(isOpen);
  if (findings.length === 0) return null;
  const stops = enforced && worst?.severity === 'deny';
  const words = countText(findings);
  return (
    <Tooltip
      text={stops ? 'Up stops on what denies; look at it' : 'What the guardrails say of this stack'}
      keys="h"
    >
      <Button
        size="small"
        kind="quiet"
        className={styles['button']}
        data-tone={worst ? tones[worst.severity] : 'ok'}
        aria-label={`Guardrails: ${words || 'all is held off by exceptions'}`}
        icon={worst ? ShieldAlert : ShieldCheck}
        onClick={() => actions.open({ kind: 'guardrails' })}
      >
        {words || 'excepted'}
      </Button>
    </Tooltip>
  );
}
