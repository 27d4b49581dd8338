import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw, Users } from 'lucide-react';
import { useState } from 'react';
import type { TeamView } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  Chip,
  Dialog,
  ErrorDetails,
  FailedState,
  Panel,
  RelativeTime,
  Skeleton,
} from '../../components/index.ts';
import { query, toErrorData, useAction, useCore } from '../../core/index.ts';
import { JoinDialog } from './join-dialog.tsx';
import { Sentences } from './sentences.tsx';
import styles from './team.module.css';

type Asked = { kind: 'join' } | { kind: 'update' } | { kind: 'leave'; team: TeamView };

/** The team that this user is in, and what holds by its word. */
export function TeamPanel() {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const of = useQuery(query.team.of.queryOptions({ input: {} }));
  const team = of.data?.team;
  const done = () => {
    setAsked(undefined);
    // Catalogues, image map and severities are others now.
    void client.invalidateQueries();
  };
  const join = () => setAsked({ kind: 'join' });
  const update = () => setAsked({ kind: 'update' });
  useCommands([
    { id: 'team.join', title: 'Join a team', group: 'Team', icon: Users, run: join },
    {
      id: 'team.update',
      title: 'Look for what is new in the team',
      group: 'Team',
      enabled: team !== undefined,
      run: update,
    },
  ]);
  return (
    <Panel
      title="Team"
      aside={
        team && (
          <>
            <Button size="small" icon={RotateCw} onClick={update}>
              Look for news
            </Button>
            <Button size="small" kind="quiet" onClick={() => setAsked({ kind: 'leave', team })}>
              Leave
            </Button>
          </>
        )
      }
    >
      {of.isError && <FailedState error={toErrorData(of.error)} onRetry={() => void of.refetch()} />}
      {of.isPending && <Skeleton height="20px" lines={3} />}
      {of.data && !team && (
        <div className={styles['none']}>
          <p>
            A team’s repository brings blocks, an image map, guardrails and secret sources. You look at what
            it brings before any of it holds.
          </p>
          <Button icon={Users} onClick={join}>
            Join a team
          </Button>
        </div>
      )}
      {team && <TeamFacts team={team} />}
      {(asked?.kind === 'join' || asked?.kind === 'update') && (
        <JoinDialog
          {...(asked.kind === 'update' && team && { update: team })}
          onClose={() => setAsked(undefined)}
          onJoined={done}
        />
      )}
      {asked?.kind === 'leave' && (
        <LeaveDialog team={asked.team} onClose={() => setAsked(undefined)} onLeft={done} />
      )}
    </Panel>
  );
}

function TeamFacts({ team }: { team: TeamView }) {
  const { commit, holds, joinedAt, name, ref, url } = team;
  return (
    <div className={styles['team']}>
      <header>
        <h3>{name}</h3>
        <code>
          {url}
          {ref !== undefined && `#${ref}`}
        </code>
        <Chip>{commit.slice(0, 12)}</Chip>
        <span className={styles['dim']}>
          joined <RelativeTime time={joinedAt} />
        </span>
      </header>
      <Sentences of={holds} />
    </div>
  );
}

interface LeaveDialogProps {
  team: TeamView;
  onClose: () => void;
  onLeft: () => void;
}

function LeaveDialog({ team, onClose, onLeft }: LeaveDialogProps) {
  const core = useCore();
  const leave = useAction(() => core.team.leave({}), { inline: true, onDone: onLeft });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Leave ${team.name}?`}
      about="Nothing that runs is changed."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" pending={leave.pending} onClick={() => void leave.run()}>
            Leave
          </Button>
        </>
      }
    >
      <p>
        Its image map, guardrails, secret sources and environments hold no more. Projects keep the catalogues
        that their <code>blockyard.lock</code> names.
      </p>
      {leave.error && <ErrorDetails error={leave.error} />}
    </Dialog>
  );
}
