import { KeyRound, Plus, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { SecretsView as Secrets } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  EmptyState,
  ErrorDetails,
  FollowedContent,
  HeadActions,
  Panel,
  plural,
  Skeleton,
} from '../../components/index.ts';
import { goTo, useAction, useCore, useFollowed } from '../../core/index.ts';
import type { ProjectViewProps } from '../view.ts';
import { WithFiles } from '../with-files.tsx';
import { type Asked, SecretDialogs } from './dialogs.tsx';
import { KeyNote } from './key-note.tsx';
import { MissingSecret } from './missing-secret.tsx';
import { SecretTable } from './secret-table.tsx';
import styles from './secrets.module.css';
import { TrustSources } from './trust-sources.tsx';

/** What the project needs: the missing ones first, each to be given in its place. Values go to the core and never back. */
export default function SecretsView({ project }: ProjectViewProps) {
  return (
    <WithFiles
      project={project}
      view="secrets"
      text="Only the engine knows this stack. What it needs stands in its files."
    >
      <SecretsOf project={project} />
    </WithFiles>
  );
}

function SecretsOf({ project }: ProjectViewProps) {
  const followed = useFollowed('secrets.follow', { project });
  return (
    <div className={styles['view']}>
      <FollowedContent followed={followed} skeleton={<SecretsSkeleton />}>
        {(state) => <ProjectSecrets project={project} state={state} />}
      </FollowedContent>
    </div>
  );
}

function ProjectSecrets({ project, state }: { project: string; state: Secrets }) {
  const core = useCore();
  const [asked, setAsked] = useState<Asked>();
  const [trusting, setTrusting] = useState(false);
  const missing = state.secrets.filter((secret) => secret.state === 'missing');
  const present = state.secrets.filter((secret) => secret.state === 'present');
  const hasSources = state.secrets.some(({ source }) => source !== undefined);
  const refresh = useAction(() => core.secrets.refresh({ project }), {
    failure: 'Could not ask the sources',
    onError: (error) => {
      if (error.code !== 'trust-required') return false;
      setTrusting(true);
      return true;
    },
  });
  const add = () => setAsked({ kind: 'set' });
  useCommands([
    { id: 'secrets.set', title: 'Set a secret', group: 'Secrets', keys: 'n', run: add },
    ...(hasSources
      ? [
          {
            id: 'secrets.refresh',
            title: 'Ask the sources of secrets again',
            group: 'Secrets',
            keys: 'r',
            run: () => void refresh.run(),
          },
        ]
      : []),
  ]);
  return (
    <>
      <HeadActions>
        <Button icon={Plus} onClick={add}>
          Set a secret
        </Button>
        {hasSources && (
          <Button icon={RotateCw} pending={refresh.pending} onClick={() => void refresh.run()}>
            Ask the sources
          </Button>
        )}
      </HeadActions>
      <div className={styles['column']}>
        {state.problem && <ErrorDetails error={state.problem} />}
        {missing.length > 0 && (
          <Panel title={`${plural(missing.length, 'secret')} missing`} flush>
            <ul className={styles['missing']}>
              {missing.map((secret) => (
                <MissingSecret key={secret.name} project={project} secret={secret} />
              ))}
            </ul>
          </Panel>
        )}
        {present.length > 0 && (
          <Panel
            title={missing.length > 0 ? 'There already' : 'Everything that is needed is there'}
            aside={
              missing.length === 0 && (
                <Button size="small" kind="quiet" onClick={() => goTo({ project, view: 'stack' })}>
                  Go to the stack
                </Button>
              )
            }
            flush
          >
            <SecretTable secrets={present} onAsk={setAsked} ofProject />
          </Panel>
        )}
        {state.secrets.length === 0 && !state.problem && <NoSecrets onAdd={add} />}
        <KeyNote of={state.key} />
      </div>
      {trusting && (
        <TrustSources
          project={project}
          onClose={() => setTrusting(false)}
          onGiven={() => {
            setTrusting(false);
            void refresh.run();
          }}
        />
      )}
      <SecretDialogs
        project={project}
        secrets={state.secrets}
        asked={asked}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
}

function NoSecrets({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      icon={KeyRound}
      text={
        <>
          The files of this project name no secrets. Write <code>{'${secret:NAME}'}</code> in blockyard.yaml
          where a password would stand, and it is asked for here.
        </>
      }
      action={<Button onClick={onAdd}>Set a secret</Button>}
    />
  );
}

function SecretsSkeleton() {
  return (
    <div className={styles['column']}>
      <Panel>
        <Skeleton height="28px" lines={4} />
      </Panel>
    </div>
  );
}
