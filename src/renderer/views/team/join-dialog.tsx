import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { TeamPlan, TeamView } from '../../../shared/contract/index.ts';
import { Button, Chip, Dialog, ErrorDetails, Skeleton, TextField } from '../../components/index.ts';
import { useAction, useCore } from '../../core/index.ts';
import { Sentences } from './sentences.tsx';
import styles from './team.module.css';

interface JoinDialogProps {
  /** The team that is there already: what is new in it. */
  update?: TeamView;
  onClose: () => void;
  onJoined: () => void;
}

/** A team's repository is somebody else's: what it brings is looked at before any of it holds. */
export function JoinDialog({ update, onClose, onJoined }: JoinDialogProps) {
  const core = useCore();
  const form = useId();
  const [url, setUrl] = useState('');
  const [plan, setPlan] = useState<TeamPlan>();
  const look = useAction((address: string | undefined) => core.team.look(address ? { url: address } : {}), {
    inline: true,
    onDone: setPlan,
  });
  const join = useAction(({ token }: TeamPlan) => core.team.join({ token }), {
    inline: true,
    onDone: onJoined,
  });
  // An update has its address already; React's strict mode would ask twice.
  const asked = useRef(false);
  useEffect(() => {
    if (!update || asked.current) return;
    asked.current = true;
    void look.run(undefined);
  }, [update, look.run]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== '') void look.run(url.trim());
  };
  const change = (next: string) => {
    setUrl(next);
    setPlan(undefined);
    look.clear();
  };
  const isNews = plan !== undefined && !plan.nothing;
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={update ? `What is new in ${update.name}` : 'Join a team'}
      about="Nothing of it holds before you agree. Commands that it names are asked about per project."
      actions={
        <>
          <Button onClick={onClose}>{plan?.nothing ? 'Close' : 'Not now'}</Button>
          {!update && !plan && (
            <Button
              kind="primary"
              type="submit"
              form={form}
              disabled={url.trim() === ''}
              pending={look.pending}
            >
              Look at it
            </Button>
          )}
          {isNews && (
            <Button kind="primary" pending={join.pending} onClick={() => void join.run(plan)}>
              {update ? 'Take it up' : `Join ${plan.name}`}
            </Button>
          )}
        </>
      }
    >
      <div className={styles['join']}>
        {!update && (
          <form id={form} onSubmit={submit}>
            <TextField
              label="Address of its git repository"
              value={url}
              onChange={change}
              placeholder="https://git.example.com/platform/team.git#main"
              hint="As git takes it, with #branch or #tag if it is not the usual one."
              mono
            />
          </form>
        )}
        {look.pending && <Fetching />}
        {look.error && <ErrorDetails error={look.error} />}
        {plan && <PlanOf plan={plan} />}
        {join.error && <ErrorDetails error={join.error} />}
      </div>
    </Dialog>
  );
}

function Fetching() {
  return (
    <div role="status">
      <p className={styles['dim']}>Fetching the repository, and the catalogues that it names…</p>
      <Skeleton lines={3} height="18px" />
    </div>
  );
}

function PlanOf({ plan: { before, brings, commit, name, nothing } }: { plan: TeamPlan }) {
  if (nothing) return <p>You are in {name}, and nothing there is newer.</p>;
  return (
    <section className={styles['brings']}>
      <h3>
        {name} brings <Chip>{commit.slice(0, 12)}</Chip>
      </h3>
      {before && !before.same && <p className={styles['leaves']}>You leave {before.name} for it.</p>}
      <Sentences of={brings} />
    </section>
  );
}
