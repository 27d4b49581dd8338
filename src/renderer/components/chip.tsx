import type { ComponentProps } from 'react';
import styles from './chip.module.css';
import { classNames } from './class-names.ts';
import type { Tone } from './state-dot.tsx';

interface ChipProps extends ComponentProps<'span'> {
  tone?: Tone | undefined;
}

/** A short fact beside a name: a branch, a version, a count. */
export function Chip({ tone, className, ...rest }: ChipProps) {
  return <span className={classNames(styles['chip'], tone && styles[tone], className)} {...rest} />;
}
