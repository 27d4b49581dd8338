import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is for the one action that matters on a view; `danger` for what destroys. */
  kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'normal' | 'small' | 'large';
  icon?: LucideIcon | undefined;
  /** It is under way: the button waits, and keeps its size. */
  pending?: boolean | undefined;
}

export function Button({
  kind = 'plain',
  size = 'normal',
  icon: Icon,
  pending,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        styles['button'],
        styles[kind],
        styles[size],
        pending && styles['pending'],
        className,
      )}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  icon: LucideIcon;
  /** What it does: its name for readers, and its tooltip. */
  label: string;
  /** Keys that do the same, for the tooltip. */
  keys?: string | undefined;
}

export function IconButton({ icon: Icon, label, keys, kind = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <Button kind={kind} aria-label={label} className={classNames(styles['square'], className)} {...rest}>
        <Icon size={15} aria-hidden />
      </Button>
    </Tooltip>
  );
}
