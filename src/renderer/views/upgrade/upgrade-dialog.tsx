import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { UpgradePlan, UpgradeView } from '../../../shared/contract/index.ts';
import {
  Button,
  Chip,
  Dialog,
  Difference,
  ErrorDetails,
  Prose,
  plural,
  Skeleton,
  showNote,
} from '../../components/index.ts';
import { query, toErrorData, useAction, useCore } from '../../core/index.ts';
import { summaryOf } from '../stack/model/plan.ts';
import styles from './upgrade.module.css';

interface UpgradeDialogProps {
  project: string;
  onClose: () => void;
}

/** What newer blocks would change, before anything is: versions, notes, what becomes of data, and what Up would do. */
export function UpgradeDialog({ project, onClose }: UpgradeDialogProps) {
  const core = useCore();
  const client = useQueryClient();
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  // Looking fetches: once when the dialog opens, and when somebody asks for it.
  const found = useQuery({
    ...query.blocks.planUpgrade.queryOptions({ input: { project } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const plan = found.data;
  const apply = useAction(({ token }: UpgradePlan) => core.blocks.upgrade({ project, token }), {
    inline: true,
    onDone: () => {
      void client.invalidateQueries({ queryKey: query.blocks.key() });
      showNote('blockyard.lock is written. Up brings the newer blocks.');
      onClose();
    },
  });
  const touching = plan?.upgrades.filter(({ data }) => data !== 'kept') ?? [];
  const changes = plan !== undefined && plan.preview.before !== plan.preview.after;
  const allAgreed = touching.every(({ subject }) => agreed.includes(subject));
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Newer blocks"
      about={found.isPending ? 'Asking the catalogues…' : plan && aboutOf(plan, changes)}
      actions={
        <>
          <Button onClick={onClose}>{changes ? 'Not now' : 'Close'}</Button>
          {changes && (
            <Button
              kind={touching.length > 0 ? 'danger' : 'primary'}
              disabled={!allAgreed || plan.preview.problem !== undefined}
              pending={apply.pending}
              onClick={() => void apply.run(plan)}
            >
              {plan.stackFile ? 'Write both files' : 'Write blockyard.lock'}
            </Button>
          )}
        </>
      }
    >
      <div className={styles['plan']}>
        {found.isPending && <Skeleton lines={5} height="20px" />}
        {found.isError && <ErrorDetails error={toErrorData(found.error)} />}
        {plan?.preview.problem && <ErrorDetails error={plan.preview.problem} />}
        {plan && <Upgrades of={plan.upgrades} />}
        {plan && changes && <Consequences plan={plan} />}
        {touching.length > 0 && (
          <fieldset className={styles['data']}>
            <legend>
              <TriangleAlert size={14} aria-hidden /> Data does not stay as it is
            </legend>
            {touching.map(({ data, subject }) => (
              <label key={subject}>
                <input
                  type="checkbox"
                  checked={agreed.includes(subject)}
                  onChange={({ target }) =>
                    setAgreed(
                      target.checked ? [...agreed, subject] : agreed.filter((other) => other !== subject),
                    )
                  }
                />
                {agreementTo(subject, data)}
              </label>
            ))}
          </fieldset>
        )}
        {apply.error && <ErrorDetails error={apply.error} />}
      </div>
    </Dialog>
  );
}

function Upgrades({ of }: { of: readonly UpgradeView[] }) {
  return (
    <ul className={styles['upgrades']}>
      {of.map(({ data, from, notes, steps, subject, to }) => (
        <li key={subject}>
          <h3>
            {titleOf(subject)}
            <span className={styles['versions']}>
              <code>{from}</code> → <code>{to}</code>
            </span>
            {data !== 'kept' && <Chip tone={data === 'lost' ? 'bad' : 'wait'}>{words[data]}</Chip>}
          </h3>
          {notes.map((note) => (
            <p key={note}>
              <Prose text={note} />
            </p>
          ))}
          {steps.length > 0 && (
            <ol>
              {steps.map((step) => (
                <li key={step}>
                  <Prose text={step} />
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
    </ul>
  );
}

function Consequences({ plan: { preview, stackFile } }: { plan: UpgradePlan }) {
  const { after, before, findings, plan } = preview;
  return (
    <>
      <p className={styles['dim']}>
        {plan
          ? `Up would then: ${summaryOf(plan)}`
          : 'What Up would do then is not known: there is no engine.'}
        {findings.length > 0 && ` ${plural(findings.length, 'guardrail')} would be broken newly.`}
      </p>
      {stackFile && (
        <Difference label="How blockyard.yaml changes" before={stackFile.before} after={stackFile.after} />
      )}
      <details>
        <summary>How blockyard.lock changes</summary>
        <Difference label="How blockyard.lock changes" before={before} after={after} />
      </details>
    </>
  );
}

const words = {
  kept: '',
  migrates: 'data migrates',
  'dump-and-load': 'dump and load',
  lost: 'data may be lost',
} as const;

function agreementTo(subject: string, data: UpgradeView['data']): string {
  switch (data) {
    case 'kept':
      return '';
    case 'migrates':
      return `I agree that the data of ${subject} is migrated`;
    case 'dump-and-load':
      return `I will dump the data of ${subject} and load it again, by the steps above`;
    case 'lost':
      return `I agree that data of ${subject} may be lost`;
  }
}

function titleOf(subject: string): string {
  return subject.startsWith('catalogue:') ? `Catalogue ${subject.slice('catalogue:'.length)}` : subject;
}

function aboutOf({ preview, upgrades }: UpgradePlan, changes: boolean): string {
  if (preview.problem) return 'The project would not load with what is newer.';
  if (!changes) return 'Nothing is newer: the blocks are what the catalogues have.';
  const blocks = upgrades.filter(({ subject }) => !subject.startsWith('catalogue:')).length;
  return blocks === 0
    ? 'No block of this project changes: only the catalogues’ commits do.'
    : `${plural(blocks, 'block')} of this project would change.`;
}
