import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ContainerInspection } from '../../../../shared/contract/index.ts';
import { CopyButton, SearchField } from '../../../components/index.ts';
import styles from './inspector.module.css';
import { Section } from './section.tsx';

type Variables = ContainerInspection['environment'];

const fewEnough = 6;

/** The container's environment; what looks like a secret comes masked from the core and is not in the page at all. */
export function Environment({ of }: { of: Variables }) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const shown = of
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <Section title="Environment" aside={of.length}>
      {of.length > fewEnough && (
        <SearchField
          label="Filter variables by name"
          value={filter}
          onChange={setFilter}
          placeholder="Name"
        />
      )}
      <ul className={styles['variables']}>
        {shown.map(({ name, value, masked }) => (
          <li key={name}>
            <span className={styles['variable']} title={name}>
              {name}
            </span>
            <span className={styles['value']} title={masked ? 'Masked: it looks like a secret' : value}>
              {masked && <EyeOff size={11} aria-label="masked" />}
              {value}
            </span>
            <CopyButton text={name} label={`Copy the name ${name}`} />
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className={styles['nothing']}>{of.length === 0 ? 'None.' : `No name has “${filter}” in it.`}</p>
      )}
    </Section>
  );
}
