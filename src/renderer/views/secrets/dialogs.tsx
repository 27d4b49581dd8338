import { type FormEvent, useId, useState } from 'react';
import type { SecretView } from '../../../shared/contract/index.ts';
import { Button, Dialog, ErrorDetails, TextField } from '../../components/index.ts';
import { useAction, useCore } from '../../core/index.ts';
import styles from './secrets.module.css';

/** What is asked about: another value, or whether it may go. Without a secret: a new one. */
export type Asked = { kind: 'set'; secret?: SecretView } | { kind: 'delete'; secret: SecretView };

interface SecretDialogsProps {
  /** Absent: the user's own, of no project. */
  project?: string;
  secrets: readonly SecretView[];
  asked: Asked | undefined;
  onClose: () => void;
}

export function SecretDialogs({ project, secrets, asked, onClose }: SecretDialogsProps) {
  const scope = project === undefined ? {} : { project };
  switch (asked?.kind) {
    case 'set':
      return <SetDialog scope={scope} secrets={secrets} secret={asked.secret} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog scope={scope} secret={asked.secret} onClose={onClose} />;
    default:
      return null;
  }
}

type Scope = { project?: string };

interface SetDialogProps {
  scope: Scope;
  secrets: readonly SecretView[];
  secret: SecretView | undefined;
  onClose: () => void;
}

function SetDialog({ scope, secrets, secret, onClose }: SetDialogProps) {
  const core = useCore();
  const form = useId();
  const [name, setName] = useState(secret?.name ?? '');
  const [value, setValue] = useState('');
  const set = useAction(() => core.secrets.set({ ...scope, name, value }), { inline: true, onDone: onClose });
  const wrongName = name !== '' && !isName(name);
  const replaces = !secret && secrets.some((one) => one.name === name && one.state === 'present');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isName(name) && value !== '') void set.run();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={secret ? `Replace ${secret.name}` : 'Set a secret'}
      about={
        scope.project === undefined
          ? 'For all of your projects that need one of this name, and have none of their own.'
          : 'For this project. What runs gets it at the next Up.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            disabled={!isName(name) || value === ''}
            pending={set.pending}
          >
            Save
          </Button>
        </>
      }
    >
      <form id={form} className={styles['fields']} onSubmit={submit}>
        {!secret && (
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            placeholder="STRIPE_KEY"
            hint={replaces ? 'It is there already: its value is replaced.' : undefined}
            problem={wrongName ? 'Letters, digits, _, - and ., beginning with a letter.' : undefined}
            mono
          />
        )}
        <TextField
          label="Value"
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={setValue}
          hint={
            secret?.origin === 'generated'
              ? 'Data that was made with the generated one stays locked with that.'
              : 'Not shown again, here or anywhere else.'
          }
          mono
        />
        {set.error && <ErrorDetails error={set.error} />}
      </form>
    </Dialog>
  );
}

function DeleteDialog({ scope, secret, onClose }: { scope: Scope; secret: SecretView; onClose: () => void }) {
  const core = useCore();
  const { name } = secret;
  const remove = useAction(() => core.secrets.delete({ ...scope, name }), { inline: true, onDone: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${name}?`}
      about="Its value cannot be had again from here."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" pending={remove.pending} onClick={() => void remove.run()}>
            Delete
          </Button>
        </>
      }
    >
      <p>{consequenceOf(secret)}</p>
      {remove.error && <ErrorDetails error={remove.error} />}
    </Dialog>
  );
}

function consequenceOf({ origin, neededBy }: SecretView): string {
  if (origin === 'generated')
    return 'It was generated: data that was made with it stays locked with it, and the next one will not open it.';
  if (origin === 'fetched') return 'The next Up asks its source for it again.';
  return neededBy.length > 0
    ? `${neededBy.join(', ')} ${neededBy.length === 1 ? 'needs' : 'need'} it: the next Up waits until it is given again.`
    : 'Nothing in the files of this project names it.';
}

/** As the core takes them. */
function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name);
}
