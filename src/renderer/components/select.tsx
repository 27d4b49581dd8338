import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import styles from './popup.module.css';

interface SelectProps<Value extends string> {
  /** Its name for readers, when no visible label stands beside it. */
  label: string;
  value: Value;
  options: readonly { value: Value; title: string }[];
  onChange: (value: Value) => void;
  disabled?: boolean;
}

export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
}: SelectProps<Value>) {
  const items = options.map((option) => ({ value: option.value, label: option.title }));
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled}
    >
      <Base.Trigger className={styles['trigger']} aria-label={label}>
        <Base.Value />
        <ChevronsUpDown size={13} aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className={styles['positioner']}>
          <Base.Popup className={styles['list']}>
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={styles['item']}>
                  <span className={styles['check']}>
                    <Base.ItemIndicator>
                      <Check size={13} aria-hidden />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.title}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
