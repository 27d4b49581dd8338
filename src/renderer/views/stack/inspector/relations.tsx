import { StateDot, toneOfService } from '../../../components/index.ts';
import { type Relation, relationsOf } from '../model/needs.ts';
import { useStack } from '../stack-context.ts';
import styles from './inspector.module.css';
import { Section } from './section.tsx';

/** What the service waits for before it starts, and who waits for it. */
export function Relations({ of }: { of: string }) {
  const { view } = useStack();
  const { needs, neededBy } = relationsOf(view.services, of);
  return (
    <>
      {needs.length > 0 && (
        <Section title="Starts once">
          <RelationList of={needs} told />
        </Section>
      )}
      {neededBy.length > 0 && (
        <Section title="Needed by">
          <RelationList of={neededBy} />
        </Section>
      )}
    </>
  );
}

/** With `told` each says the condition, else only the name. */
function RelationList({ of, told }: { of: readonly Relation[]; told?: boolean }) {
  const { select } = useStack();
  return (
    <ul className={styles['relations']}>
      {of.map(({ service, state, gate, text }) => (
        <li key={service}>
          <button type="button" onClick={() => select(service)}>
            <StateDot tone={toneOfService(state)} />
            <span>{service}</span>
            {told && <small>{text}</small>}
            {told && gate !== 'idle' && <em data-gate={gate}>{gateWords[gate]}</em>}
          </button>
        </li>
      ))}
    </ul>
  );
}

const gateWords = { passed: 'yes', waiting: 'not yet', failed: 'no' };
