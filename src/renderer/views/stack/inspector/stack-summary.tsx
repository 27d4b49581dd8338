import { TriangleAlert } from 'lucide-react';
import { Button, Chip, plural } from '../../../components/index.ts';
import { Changes } from '../dialogs/changes.tsx';
import { GuardrailsSection } from '../guardrails/guardrails-section.tsx';
import { changesOf, planKind } from '../model/plan.ts';
import { tallyOf, tallyText } from '../model/verbs.ts';
import { withinProject } from '../model/words.ts';
import { useStack } from '../stack-context.ts';
import { ActivityList } from './activity-list.tsx';
import styles from './inspector.module.css';
import { Section } from './section.tsx';
import { UrlLink } from './url-link.tsx';

/** The stack as a whole, while no service is chosen. */
export function StackSummary() {
  const { project, view } = useStack();
  const tally = tallyOf(view.services);
  const addresses = view.services.filter(({ urls }) => urls.length > 0);
  return (
    <>
      <header className={styles['head']}>
        <h2>
          <span>{view.project.name}</span>
        </h2>
        <p>
          {plural(tally.total, 'service')} · {tallyText(tally)}
        </p>
      </header>
      {addresses.length > 0 && (
        <Section title="Open">
          {addresses.flatMap(({ name, urls }) =>
            urls.map((url) => (
              <div key={`${name} ${url}`} className={styles['address']}>
                <span title={name}>{name}</span>
                <UrlLink url={url} />
              </div>
            )),
          )}
        </Section>
      )}
      <PlannedChanges />
      <Orphans />
      <GuardrailsSection />
      {view.warnings.length > 0 && (
        <Section title="Warnings" aside={view.warnings.length}>
          <ul className={styles['warnings']}>
            {view.warnings.map((warning) => (
              <li key={warning}>
                <TriangleAlert size={13} aria-hidden />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {view.project.files.length > 0 && (
        <Section title="Files">
          <ul className={styles['files']}>
            {view.project.files.map((file) => (
              <li key={file} title={file}>
                {withinProject(file, view.project.folder)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <ActivityList project={project} limit={20} />
    </>
  );
}

/** What an Up would do to what is there already; for what is not, the head's button says enough. */
function PlannedChanges() {
  const { plan, actions } = useStack();
  if (!plan || planKind(plan) !== 'changes') return null;
  const changes = changesOf(plan).flatMap((group) => group.changes);
  return (
    <Section title="Would change on Up" aside={changes.length}>
      <Changes of={changes.slice(0, 5)} />
      <Button size="small" onClick={() => actions.open({ kind: 'plan', request: {} })}>
        Show the plan
      </Button>
    </Section>
  );
}

function Orphans() {
  const { view, actions, select } = useStack();
  const orphans = view.services.filter(({ state }) => state === 'orphan');
  if (orphans.length === 0) return null;
  return (
    <Section title="Not in the files any more" aside={orphans.length}>
      <div className={styles['chips']}>
        {orphans.map(({ name }) => (
          <button key={name} type="button" onClick={() => select(name)}>
            <Chip>{name}</Chip>
          </button>
        ))}
      </div>
      <Button
        size="small"
        disabled={view.problem !== undefined || view.task !== undefined}
        onClick={() => actions.up({ removeOrphans: true })}
      >
        Remove orphans
      </Button>
    </Section>
  );
}
