import { useQuery } from '@tanstack/react-query';
import { Button, Dialog, ErrorDetails, Prose, Skeleton } from '../../components/index.ts';
import { core, toErrorData, useAction } from '../../core/index.ts';
import styles from './secrets.module.css';

interface TrustSourcesProps {
  project: string;
  onClose: () => void;
  onGiven: () => void;
}

/** The commands that would run on this machine, word by word. Nothing runs but after a click on the button. */
export function TrustSources({ project, onClose, onGiven }: TrustSourcesProps) {
  const asked = useQuery({
    queryKey: ['trust', project, 'secret-command'],
    queryFn: ({ signal }) => core.trust.of({ project }, { signal }),
    staleTime: 0,
  });
  const commands = asked.data?.missing.filter(({ kind }) => kind === 'secret-command') ?? [];
  const give = useAction(() => core.trust.give({ project, names: commands.map(({ name }) => name) }), {
    inline: true,
    onDone: onGiven,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Run these commands on this machine?"
      about="The files of this project, or those of your team, name them as the sources of secrets. They run as you."
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            kind="primary"
            disabled={commands.length === 0}
            pending={give.pending}
            onClick={() => void give.run()}
          >
            Trust them and ask
          </Button>
        </>
      }
    >
      {asked.isPending && <Skeleton lines={2} height="20px" />}
      {asked.error && <ErrorDetails error={toErrorData(asked.error)} />}
      {give.error && <ErrorDetails error={give.error} />}
      <ul className={styles['commands']}>
        {commands.map(({ name, text }) => (
          <li key={name}>
            <Prose text={text} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
