import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button, Dialog, ErrorDetails, Progress, TextField } from '../../components/index.ts';
import { goTo, useAction, useCore, useFollowed, useHello } from '../../core/index.ts';
import styles from './clone-dialog.module.css';
import { folderNameOf } from './folder-name.ts';

interface CloneDialogProps {
  url?: string | undefined;
  onClose: () => void;
}

/** Clones a repository and opens it. It goes on as a task when the dialogue is closed. */
export function CloneDialog({ url: proposed = '', onClose }: CloneDialogProps) {
  const core = useCore();
  const form = useId();
  const home = useHello()?.home ?? '';
  const [url, setUrl] = useState(proposed);
  const [parent, setParent] = useState(home);
  const [name, setName] = useState('');
  const folderName = name.trim() || folderNameOf(url);
  const clone = useAction(
    () => core.projects.clone({ url: url.trim(), parentFolder: parent.trim(), folderName }),
    { inline: true },
  );
  const [task, setTask] = useState<string>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const started = await clone.run();
    if (started) setTask(started.task);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Clone a repository"
      about="With the keys and settings of your git, into a new folder, which is then opened."
      actions={
        <>
          <Button onClick={onClose}>{task ? 'Close' : 'Cancel'}</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            disabled={url.trim() === '' || folderName === '' || parent.trim() === ''}
            pending={clone.pending}
          >
            {`Clone into ${folderName || '…'}`}
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Address"
          value={url}
          onChange={setUrl}
          placeholder="git@example.com:team/shop.git"
          autoFocus
          mono
        />
        <TextField label="Into a new folder below" value={parent} onChange={setParent} mono />
        <TextField
          label="Name of the new folder"
          value={name}
          onChange={setName}
          placeholder={folderNameOf(url) || 'by the address'}
          mono
        />
      </form>
      {clone.error && <ErrorDetails error={clone.error} />}
      {task && (
        <CloneProgress key={task} task={task} folder={`${parent.trim()}/${folderName}`} onOpened={onClose} />
      )}
    </Dialog>
  );
}

interface CloneProgressProps {
  task: string;
  folder: string;
  onOpened: () => void;
}

function CloneProgress({ task: id, folder, onOpened }: CloneProgressProps) {
  const followed = useFollowed('tasks.followOne', { id });
  const projects = useFollowed('projects.follow', {});
  const task = 'value' in followed ? followed.value : undefined;
  const opened =
    'value' in projects ? projects.value?.find((project) => project.folder === folder) : undefined;
  const project = task?.state === 'done' ? opened?.id : undefined;

  useEffect(() => {
    if (project === undefined) return;
    onOpened();
    goTo({ project, view: 'stack' });
  }, [project, onOpened]);

  if (task?.error) return <ErrorDetails error={task.error} />;
  const step = task?.progress.findLast(({ state }) => state === 'running') ?? task?.progress.at(-1);
  const far = step?.total ? (step.current ?? 0) / step.total : undefined;
  return (
    <div className={styles['progress']} role="status">
      <p>
        {task?.state === 'done' ? 'Cloned; opens it.' : (step?.text ?? step?.title ?? 'Starts to clone.')}
      </p>
      <Progress label="How far the clone is" value={task?.state === 'done' ? 1 : far} />
    </div>
  );
}
