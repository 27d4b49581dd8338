import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { Button, ErrorDetails, FollowedContent, Panel, Skeleton } from '../../components/index.ts';
import { useFollowed } from '../../core/index.ts';
import { type Asked, SecretDialogs } from './dialogs.tsx';
import { KeyNote } from './key-note.tsx';
import { SecretTable } from './secret-table.tsx';
import styles from './secrets.module.css';

/** The user's own, which every project finds that has none of the name itself. */
export function UserSecretsPanel() {
  const followed = useFollowed('secrets.follow', {});
  const [asked, setAsked] = useState<Asked>();
  const add = () => setAsked({ kind: 'set' });
  useCommands([
    { id: 'settings.secret', title: 'Set a secret for all projects', group: 'Settings', run: add },
  ]);
  return (
    <Panel
      title="Secrets for all projects"
      aside={
        <Button size="small" icon={Plus} onClick={add}>
          Set a secret
        </Button>
      }
      flush
    >
      <FollowedContent
        followed={followed}
        skeleton={
          <div className={styles['empty']}>
            <Skeleton lines={2} height="24px" />
          </div>
        }
      >
        {({ secrets, key, problem }) => (
          <>
            {problem && <ErrorDetails error={problem} />}
            {secrets.length > 0 && <SecretTable secrets={secrets} onAsk={setAsked} />}
            <div className={styles['empty']}>
              {secrets.length === 0 && !problem && (
                <p>None yet. One that is set here is found by every project that needs it.</p>
              )}
              <KeyNote of={key} />
            </div>
            <SecretDialogs secrets={secrets} asked={asked} onClose={() => setAsked(undefined)} />
          </>
        )}
      </FollowedContent>
    </Panel>
  );
}
