import { useId } from 'react';
import type { BlockDetails, InstanceView } from '../../../shared/contract/index.ts';
import { Select } from '../../components/index.ts';
import styles from './catalogue.module.css';

interface SharedUsesProps {
  uses: BlockDetails['uses'];
  instances: readonly InstanceView[];
  /** Name of a use → the instance that is shared. */
  chosen: Readonly<Record<string, string>>;
  onChange: (chosen: Record<string, string>) => void;
}

/** Blocks that it needs: one of its own, or one of the stack that is there already. */
export function SharedUses({ uses, instances, chosen, onChange }: SharedUsesProps) {
  return uses.map((use) => {
    const fitting = instances.filter(({ block }) => block.name === nameOf(use.block));
    if (fitting.length === 0) return null;
    const { [use.name]: _, ...others } = chosen;
    return (
      <UseField
        key={use.name}
        use={use}
        names={fitting.map(({ name }) => name)}
        value={chosen[use.name]}
        onChange={(name) => onChange(name === undefined ? others : { ...others, [use.name]: name })}
      />
    );
  });
}

interface UseFieldProps {
  use: BlockDetails['uses'][number];
  names: readonly string[];
  value: string | undefined;
  onChange: (name: string | undefined) => void;
}

function UseField({ use, names, value, onChange }: UseFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <span id={id} className={styles['label']}>
        Its {use.name}
      </span>
      <Select
        label={`Its ${use.name}`}
        value={value ?? ''}
        options={[
          { value: '', title: `a new ${nameOf(use.block)}` },
          ...names.map((name) => ({ value: name, title: `${name}, shared` })),
        ]}
        onChange={(name) => onChange(name === '' ? undefined : name)}
      />
    </div>
  );
}

/** `postgres` of `acme/postgres@^1.2`. */
function nameOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/^.*\//, '');
}
