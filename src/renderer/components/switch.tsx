import { Switch as Base } from '@base-ui/react/switch';
import type { ReactNode } from 'react';
import styles from './switch.module.css';

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
}

export function Switch({ checked, onChange, disabled = false, children }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is its control
    <label className={styles['label']}>
      <Base.Root
        className={styles['switch']}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
      >
        <Base.Thumb className={styles['thumb']} />
      </Base.Root>
      {children}
    </label>
  );
}
