import { useState } from 'react';
import type { ErrorData } from '../../../shared/index.ts';
import { Button, Dialog, ErrorDetails, Select, TextField } from '../../components/index.ts';
import styles from './open-dialog.module.css';
import { splitWords } from './split-words.ts';
import type { Target } from './terminals-of.ts';

export interface OpenRequest {
  service: string;
  number?: number | undefined;
  command?: string[] | undefined;
  user?: string | undefined;
}

interface OpenDialogProps {
  targets: readonly Target[];
  onClose: () => void;
  onOpen: (request: OpenRequest) => void;
  pending: boolean;
  error: ErrorData | undefined;
}

const keyOf = ({ service, number }: Target) => `${service} ${number}`;

/** A terminal with a command, a user or a replica that is not the usual. */
export function OpenDialog({ targets, onClose, onOpen, pending, error }: OpenDialogProps) {
  const [first] = targets;
  const [key, setKey] = useState(first ? keyOf(first) : '');
  const [command, setCommand] = useState('');
  const [user, setUser] = useState('');
  const words = splitWords(command);
  const target = targets.find((it) => keyOf(it) === key);
  const open = () => {
    if (!target || !words) return;
    onOpen({
      service: target.service,
      number: target.number,
      ...(words.length > 0 && { command: words }),
      ...(user.trim() !== '' && { user: user.trim() }),
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New terminal"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!target || !words} pending={pending} onClick={open}>
            Open
          </Button>
        </>
      }
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <div className={styles['field']}>
          <span>Container</span>
          <Select
            label="Container"
            value={key}
            options={targets.map((it) => ({ value: keyOf(it), title: it.title }))}
            onChange={setKey}
          />
        </div>
        <TextField
          label="Command"
          mono
          value={command}
          onChange={setCommand}
          placeholder="the best shell that it has"
          problem={words ? undefined : 'A quote is still open.'}
          hint="Its words, quoted as in a shell."
        />
        <TextField
          label="User"
          mono
          value={user}
          onChange={setUser}
          placeholder="the container’s own"
          hint="A name or a number; root is 0."
        />
        {error && <ErrorDetails error={error} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
