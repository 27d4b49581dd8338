import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../components/index.ts';
import styles from './catalogue.module.css';

interface ChoicesProps {
  legend: string;
  hint?: ReactNode;
  options: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Any number of a few, all of them seen. */
export function Choices({ legend, hint, options, chosen, onChange }: ChoicesProps) {
  return (
    <fieldset className={styles['choices']}>
      <legend className={styles['label']}>{legend}</legend>
      <div>
        {options.map((option) => {
          const isChosen = chosen.includes(option);
          return (
            <button
              key={option}
              type="button"
              aria-pressed={isChosen}
              className={classNames(styles['tag'], isChosen && styles['pressed'])}
              onClick={() => onChange(isChosen ? chosen.filter((it) => it !== option) : [...chosen, option])}
            >
              {isChosen && <Check size={12} aria-hidden />}
              {option}
            </button>
          );
        })}
      </div>
      {hint && <p className={styles['hint']}>{hint}</p>}
    </fieldset>
  );
}
