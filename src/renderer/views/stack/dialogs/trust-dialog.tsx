import { useQuery } from '@tanstack/react-query';
import { ShieldQuestion } from 'lucide-react';
import type { GrantView } from '../../../../shared/contract/index.ts';
import { formatWhere } from '../../../../shared/index.ts';
import { Button, Dialog, ErrorDetails, Skeleton } from '../../../components/index.ts';
import { core, toErrorData, useAction } from '../../../core/index.ts';
import { withinProject } from '../model/words.ts';
import { useStack } from '../stack-context.ts';
import styles from './dialogs.module.css';

interface TrustDialogProps {
  /** What goes on once the powers are given. */
  goOn: () => void;
  open: boolean;
}

/** The powers that the files ask for, in plain words. Nothing is given but by a click on the button. */
export function TrustDialog({ goOn, open }: TrustDialogProps) {
  const { project, view, actions } = useStack();
  const asked = useQuery({
    queryKey: ['trust', project, view.revision],
    queryFn: ({ signal }) => core.trust.of({ project }, { signal }),
    enabled: open,
    staleTime: 0,
  });
  const missing = asked.data?.missing ?? [];
  const give = useAction(() => core.trust.give({ project, names: missing.map(({ name }) => name) }), {
    inline: true,
    onDone: () => {
      actions.close();
      goOn();
    },
  });
  return (
    <Dialog
      open={open}
      onClose={actions.close}
      wide
      title={`${view.project.name} asks for powers over this machine`}
      about="A stack’s files are somebody’s code. Read the places named; give these powers only if you trust who wrote them."
      actions={
        <>
          <Button onClick={actions.close}>Not now</Button>
          <Button
            kind="primary"
            disabled={missing.length === 0}
            pending={give.pending}
            onClick={() => void give.run()}
          >
            Give and go on
          </Button>
        </>
      }
    >
      {asked.isPending && <Skeleton lines={4} height="20px" />}
      {asked.error && <ErrorDetails error={toErrorData(asked.error)} />}
      {give.error && <ErrorDetails error={give.error} />}
      {grouped(missing).map(([service, grants]) => (
        <section key={service} className={styles['group']}>
          <h3>{service}</h3>
          <ul className={styles['grants']}>
            {grants.map(({ name, text, where }) => (
              <li key={name}>
                <ShieldQuestion size={15} aria-hidden />
                <span>
                  {text}
                  {where && (
                    <code title={formatWhere(where)}>
                      {formatWhere({ ...where, file: withinProject(where.file, asked.data?.folder) })}
                    </code>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {asked.data && missing.length === 0 && (
        <p className={styles['nothing']}>Everything that is asked for has been given.</p>
      )}
      {asked.data && (
        <p className={styles['note']}>
          Kept for {asked.data.folder}. It is asked again when the files ask for more.
        </p>
      )}
    </Dialog>
  );
}

function grouped(grants: readonly GrantView[]): [string, GrantView[]][] {
  const groups = new Map<string, GrantView[]>();
  for (const grant of grants) {
    const name = grant.service ?? 'The whole stack';
    groups.set(name, [...(groups.get(name) ?? []), grant]);
  }
  return [...groups];
}
