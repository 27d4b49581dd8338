import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import { Keys } from './keys.tsx';
import styles from './popup.module.css';

export interface MenuItem {
  title: string;
  icon?: LucideIcon | undefined;
  keys?: string | undefined;
  disabled?: boolean | undefined;
  /** Destroys something. */
  danger?: boolean | undefined;
  /** A line above it. */
  separated?: boolean | undefined;
  run: () => void;
}

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className={styles['positioner']}>
          <Base.Popup className={styles['list']}>
            {items.map((item) => (
              <MenuLine key={item.title} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuLine({ item }: { item: MenuItem }) {
  const { icon: Icon, title, keys, danger, separated, disabled = false, run } = item;
  return (
    <>
      {separated && <Base.Separator className={styles['separator']} />}
      <Base.Item
        className={classNames(styles['item'], danger && styles['danger'])}
        disabled={disabled}
        onClick={run}
      >
        {Icon && <Icon size={14} aria-hidden />}
        {title}
        {keys && (
          <span className={styles['keys']}>
            <Keys of={keys} />
          </span>
        )}
      </Base.Item>
    </>
  );
}
