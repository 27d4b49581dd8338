import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

interface TabsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; title: string; count?: ReactNode }[];
  /** Beside the tabs, at the far end. */
  aside?: ReactNode;
  /** Of the chosen tab. */
  children: ReactNode;
}

/** Parts of one view, of which one is seen. Tabs of a project are links: see the shell. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  tabs,
  aside,
  children,
}: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)} className={styles['root']}>
      <div className={styles['bar']}>
        <Base.List aria-label={label} className={styles['list']}>
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value} className={styles['tab']}>
              {tab.title}
              {tab.count !== undefined && <b>{tab.count}</b>}
            </Base.Tab>
          ))}
        </Base.List>
        {aside && <div className={styles['aside']}>{aside}</div>}
      </div>
      <Base.Panel value={value} className={styles['panel']}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
