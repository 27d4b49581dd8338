import type { CSSProperties } from 'react';
import styles from './choice-bar.module.css';
import { chosen, pressed } from './filters.ts';

interface ChoiceBarProps {
  label: string;
  options: readonly { value: string; title: string; colour?: string }[];
  /** With commas; empty is all. */
  value: string;
  onChange: (value: string) => void;
}

/** Some of several: pressed from all it shows one alone, then each comes and goes. */
export function ChoiceBar({ label, options, value, onChange }: ChoiceBarProps) {
  const now = chosen(value);
  return (
    <fieldset className={styles['bar']} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles['choice']}
          aria-pressed={now?.has(option.value) ?? true}
          data-alone={now !== undefined || undefined}
          style={option.colour ? ({ '--choice': option.colour } as CSSProperties) : undefined}
          onClick={() => onChange(pressed(value, option.value))}
        >
          <i aria-hidden />
          {option.title}
        </button>
      ))}
      {now && (
        <button type="button" className={styles['all']} onClick={() => onChange('')}>
          All
        </button>
      )}
    </fieldset>
  );
}
