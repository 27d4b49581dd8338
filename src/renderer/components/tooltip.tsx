import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys.tsx';
import styles from './popup.module.css';

interface TooltipProps {
  text: ReactNode;
  keys?: string | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** What it explains: one element that takes focus, or is at least hovered. */
  children: ReactElement<Record<string, unknown>>;
}

/** Says more about what is pointed at. Never the only place of a fact. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} side={side} className={styles['positioner']}>
          <Base.Popup className={styles['tooltip']}>
            {text}
            {keys && <Keys of={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
