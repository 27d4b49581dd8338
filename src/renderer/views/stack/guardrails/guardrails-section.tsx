import { Button } from '../../../components/index.ts';
import { Section } from '../inspector/section.tsx';
import { useStack } from '../stack-context.ts';
import { isOpen, tones } from './findings.ts';
import styles from './guardrails.module.css';
import { useGuardrails } from './use-guardrails.ts';

const few = 5;

/** What a service breaks (without one: the stack as a whole), in the inspector. */
export function GuardrailsSection({ service }: { service?: string }) {
  const { actions } = useStack();
  const { findings } = useGuardrails();
  const open = findings.filter((one) => isOpen(one) && (service === undefined || one.service === service));
  if (open.length === 0) return null;
  return (
    <Section title="Guardrails" aside={open.length}>
      <ul className={styles['brief']}>
        {open.slice(0, few).map(({ id, severity, message }) => (
          <li key={id} data-tone={tones[severity]}>
            <i aria-hidden />
            <span>
              <span className="visually-hidden">{severity}: </span>
              {message.replaceAll('`', '')}
            </span>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => actions.open({ kind: 'guardrails' })}>
        {open.length > few ? `Show all ${open.length}, with what helps` : 'Show what helps'}
      </Button>
    </Section>
  );
}
