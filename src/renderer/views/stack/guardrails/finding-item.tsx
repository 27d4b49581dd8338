import { ShieldOff, Wrench } from 'lucide-react';
import type { GuardrailFinding } from '../../../../shared/contract/index.ts';
import { formatWhere } from '../../../../shared/index.ts';
import { Button, Chip, Prose } from '../../../components/index.ts';
import { withinProject } from '../model/words.ts';
import { useStack } from '../stack-context.ts';
import { isOpen, tones } from './findings.ts';
import styles from './guardrails.module.css';

interface FindingItemProps {
  finding: GuardrailFinding;
  pending: boolean;
  onFix: () => void;
  onExcept: () => void;
}

/** One finding: what, why, what helps, and what can be done about it here. */
export function FindingItem({ finding, pending, onFix, onExcept }: FindingItemProps) {
  const { view } = useStack();
  const { code, severity, message, explanation, remedy, where, fix, exception, source } = finding;
  const open = isOpen(finding);
  // What is wrong with the guardrails themselves is mended, not excepted.
  const exceptable = source !== 'guardrails';
  return (
    <li className={styles['finding']} data-open={open}>
      <div className={styles['line']}>
        <Chip tone={open ? tones[severity] : 'idle'}>{open ? severity : 'held'}</Chip>
        <p className={styles['message']}>
          <Prose text={message} />
        </p>
      </div>
      <div className={styles['below']}>
        <p>
          <Prose text={explanation} />
        </p>
        {exception && (
          <p className={styles['exception']}>
            {exception.ended ? 'The exception ended on' : 'Held off until'} {exception.until}:{' '}
            {exception.reason}
          </p>
        )}
        {open && (
          <p className={styles['remedy']}>
            <Wrench size={12} aria-hidden />
            <span>
              <Prose text={remedy} />
            </span>
          </p>
        )}
        <p className={styles['source']}>
          <code>{code}</code>
          {source !== 'built-in' && exceptable && <span>{source}</span>}
          {where && (
            <code title={formatWhere(where)}>
              {formatWhere({ ...where, file: withinProject(where.file, view.project.folder) })}
            </code>
          )}
        </p>
        {open && (fix || exceptable) && (
          <div className={styles['buttons']}>
            {fix && (
              <Button size="small" icon={Wrench} disabled={pending} onClick={onFix} title={fix}>
                Fix
              </Button>
            )}
            {exceptable && (
              <Button size="small" icon={ShieldOff} disabled={pending} onClick={onExcept}>
                Exception…
              </Button>
            )}
            {fix && (
              <span>
                <Prose text={fix} />
              </span>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
