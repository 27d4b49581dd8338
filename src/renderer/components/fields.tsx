import { Search, X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './fields.module.css';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What it is for, below it. */
  hint?: ReactNode;
  /** What is wrong with it, instead of the hint. */
  problem?: string | undefined;
  mono?: boolean;
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  problem,
  mono,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  const below = problem ?? hint;
  return (
    <div className={classNames(styles['field'], className)}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={classNames(styles['input'], mono && styles['mono'])}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        spellCheck={false}
        autoComplete="off"
        {...rest}
      />
      {below !== undefined && (
        <p id={`${id}-below`} className={problem ? styles['problem'] : styles['hint']}>
          {below}
        </p>
      )}
    </div>
  );
}

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  /** Its name for readers, and what stands in it while it is empty. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong with what was typed: an invalid expression, say. */
  problem?: string | undefined;
}

/** Finds in what is shown; Escape empties it, and leaves it once it is empty. */
export function SearchField({ label, value, onChange, problem, className, ...rest }: SearchFieldProps) {
  return (
    <search className={classNames(styles['search'], problem && styles['invalid'], className)} title={problem}>
      <Search size={13} aria-hidden />
      <input
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') return event.currentTarget.blur();
          event.stopPropagation();
          onChange('');
        }}
        aria-invalid={problem !== undefined || undefined}
        spellCheck={false}
        autoComplete="off"
        {...rest}
      />
      {value !== '' && (
        <button type="button" aria-label="Empty the search" onClick={() => onChange('')}>
          <X size={13} aria-hidden />
        </button>
      )}
    </search>
  );
}
