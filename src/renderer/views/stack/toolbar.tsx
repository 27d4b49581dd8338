import { Table2, Workflow } from 'lucide-react';
import type { RefObject } from 'react';
import { SearchField, Segmented } from '../../components/index.ts';
import { GuardrailsButton } from './guardrails/guardrails-button.tsx';
import { matches } from './model/table.ts';
import { tallyOf } from './model/verbs.ts';
import { useStack } from './stack-context.ts';
import styles from './stack-view.module.css';

export type Look = 'graph' | 'table';

interface ToolbarProps {
  look: Look;
  onLook: (look: Look) => void;
  filter: string;
  onFilter: (filter: string) => void;
  field: RefObject<HTMLInputElement | null>;
}

/** How to look at the services, and which. */
export function Toolbar({ look, onLook, filter, onFilter, field }: ToolbarProps) {
  const { view } = useStack();
  const found = filter ? view.services.filter((service) => matches(service, filter)).length : undefined;
  return (
    <div className={styles['toolbar']}>
      <Segmented<Look>
        label="How to look at the services"
        value={look}
        onChange={onLook}
        options={[
          { value: 'graph', title: 'Graph', icon: Workflow },
          { value: 'table', title: 'Table', icon: Table2 },
        ]}
      />
      <SearchField ref={field} label="Find a service" value={filter} onChange={onFilter} />
      {found !== undefined && (
        <span className={styles['found']} role="status">
          {found} of {view.services.length}
        </span>
      )}
      <Counts />
      <GuardrailsButton />
    </div>
  );
}

function Counts() {
  const { view } = useStack();
  const { total, ready, waiting, failed, orphans } = tallyOf(view.services);
  const parts = [
    { text: `${ready} of ${total} ready`, tone: ready === total && total > 0 ? 'ok' : 'idle' },
    waiting > 0 && { text: `${waiting} waiting`, tone: 'wait' },
    failed > 0 && { text: `${failed} failed`, tone: 'bad' },
    orphans > 0 && { text: `${orphans} not in the files`, tone: 'idle' },
  ];
  return (
    <ul className={styles['counts']} aria-label="Services by state">
      {parts.map(
        (part) =>
          part && (
            <li key={part.tone + part.text} data-tone={part.tone}>
              {part.text}
            </li>
          ),
      )}
    </ul>
  );
}
