import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { LucideIcon } from 'lucide-react';
import styles from './segmented.module.css';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; title: string; icon?: LucideIcon }[];
  onChange: (value: Value) => void;
}

/** One of a few, all of them seen. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={styles['group']}
    >
      {options.map(({ value: option, title, icon: Icon }) => (
        <Radio.Root key={option} value={option} aria-label={title} className={styles['option']}>
          {Icon && <Icon size={13} aria-hidden />}
          {title}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
