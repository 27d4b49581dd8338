import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { TemplateView } from '../../../shared/contract/index.ts';
import { Button, classNames, Dialog, ErrorDetails, Skeleton, TextField } from '../../components/index.ts';
import { goTo, query, toErrorData, useAction, useCore, useHello } from '../../core/index.ts';
import styles from './new-project-dialog.module.css';
import { ProposalPreview } from './proposal-preview.tsx';

interface NewProjectDialogProps {
  /** A folder that is there already: what it needs is proposed. */
  folder?: string | undefined;
  onClose: () => void;
}

/** Made from a template in a new folder, or from what a folder needs; everything is shown before it is written. */
export function NewProjectDialog({ folder: proposed, onClose }: NewProjectDialogProps) {
  const core = useCore();
  const form = useId();
  const home = useHello()?.home ?? '';
  const templates = useQuery(query.templates.list.queryOptions({ input: {} }));
  const [template, setTemplate] = useState<string | undefined>(proposed === undefined ? 'web' : undefined);
  const [folder, setFolder] = useState(proposed ?? `${home}/my-project`);
  // What is shown is of this folder and this template, and nothing else is written.
  const [looked, setLooked] = useState(
    proposed === undefined ? undefined : { folder: proposed, ...(template !== undefined && { template }) },
  );
  const proposal = useQuery({
    ...query.templates.propose.queryOptions({ input: looked ?? { folder: '' } }),
    enabled: looked !== undefined,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const create = useAction(() => core.templates.create(looked ?? { folder: '' }), {
    inline: true,
    onDone: ({ project }) => {
      onClose();
      goTo({ project, view: 'stack' });
    },
  });
  const wish = { folder: folder.trim(), ...(template !== undefined && { template }) };
  const isLookedAt = JSON.stringify(wish) === JSON.stringify(looked);
  const found = isLookedAt && !proposal.isFetching ? proposal.data : undefined;
  const canCreate = found !== undefined && found.files.length > 0 && found.files.every((file) => file.isNew);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.clear();
    if (canCreate) void create.run();
    else if (isLookedAt) void proposal.refetch();
    else setLooked(wish);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New project"
      about="From a template that runs at once, or from what is in a folder. Nothing that is there is overwritten."
      wide
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            disabled={folder.trim() === ''}
            pending={create.pending || (isLookedAt && proposal.isFetching)}
          >
            {canCreate ? 'Create it' : 'Show what it makes'}
          </Button>
        </>
      }
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        <TextField
          label="Folder"
          value={folder}
          onChange={setFolder}
          hint={
            template === undefined ? 'It is read; nothing in it runs.' : 'A new one, or one that is there.'
          }
          mono
        />
        {templates.isError && <ErrorDetails error={toErrorData(templates.error)} />}
        {templates.isPending && <Skeleton height="62px" lines={3} />}
        {templates.data && <Choice templates={templates.data} chosen={template} onChoose={setTemplate} />}
      </form>
      {isLookedAt && proposal.isError && <ErrorDetails error={toErrorData(proposal.error)} />}
      {create.error && <ErrorDetails error={create.error} />}
      {found && <ProposalPreview proposal={found} />}
    </Dialog>
  );
}

interface ChoiceProps {
  templates: readonly TemplateView[];
  /** Undefined: what the folder needs. */
  chosen: string | undefined;
  onChoose: (name: string | undefined) => void;
}

const fromFolder = {
  name: undefined,
  title: 'What the folder needs',
  description: 'Reads manifests, migrations, env files, Dockerfiles and Compose files, and proposes blocks.',
};

function Choice({ templates, chosen, onChoose }: ChoiceProps) {
  const group = useId();
  return (
    <fieldset className={styles['templates']}>
      <legend>Made from</legend>
      {[...templates, fromFolder].map(({ name, title, description }) => (
        <label key={title} className={classNames(name === chosen && styles['chosen'])}>
          <input type="radio" name={group} checked={name === chosen} onChange={() => onChoose(name)} />
          <span>
            <strong>{title}</strong>
            <small>{description}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
