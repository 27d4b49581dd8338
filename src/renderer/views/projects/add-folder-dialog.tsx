import { useQuery } from '@tanstack/react-query';
import { CornerLeftUp, FileCheck2, Folder, GitBranch } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { FolderListing } from '../../../shared/contract/index.ts';
import { Button, Dialog, ErrorDetails, plural, Skeleton, TextField } from '../../components/index.ts';
import { goTo, query, toErrorData, useAction, useCore, useHello } from '../../core/index.ts';
import { useProposal } from '../../stores/proposal.ts';
import styles from './add-folder-dialog.module.css';

interface AddFolderDialogProps {
  /** Where to begin; default: the user's home. */
  folder?: string | undefined;
  onClose: () => void;
}

/** Chooses a folder of this machine and opens it as a project. */
export function AddFolderDialog({ folder, onClose }: AddFolderDialogProps) {
  const core = useCore();
  const propose = useProposal((store) => store.propose);
  const [path, setPath] = useState(folder);
  const listing = useQuery({
    ...query.projects.folders.queryOptions({ input: path === undefined ? {} : { path } }),
    placeholderData: (before) => before,
  });
  const add = useAction((chosen: string) => core.projects.add({ folder: chosen }), {
    inline: true,
    onDone: ({ id }) => {
      onClose();
      goTo({ project: id, view: 'stack' });
    },
  });
  const here = listing.data;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Open a folder"
      about="Any folder with a Compose file becomes a project; nothing in it is changed."
      wide
      actions={
        <>
          <NativeChooser onChosen={(chosen) => void add.run(chosen)} />
          {here && !here.hasComposeFile && (
            <Button onClick={() => propose({ kind: 'new-project', folder: here.path })}>
              See what it needs…
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!here?.hasComposeFile}
            pending={add.pending}
            onClick={() => here && void add.run(here.path)}
          >
            Open this folder
          </Button>
        </>
      }
    >
      <PathField path={here?.path ?? path ?? ''} onGo={setPath} />
      {listing.isError && <ErrorDetails error={toErrorData(listing.error)} />}
      {add.error && <ErrorDetails error={add.error} />}
      {here ? <Folders listing={here} onGo={setPath} /> : <Skeleton height="28px" lines={8} />}
    </Dialog>
  );
}

function PathField({ path, onGo }: { path: string; onGo: (path: string) => void }) {
  // What was typed stays until it is gone to, also when a listing comes meanwhile.
  const [draft, setDraft] = useState<string>();
  const typed = draft ?? path;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    onGo(typed.trim());
    setDraft(undefined);
  };
  return (
    <form className={styles['path']} onSubmit={submit}>
      <TextField label="Folder" value={typed} onChange={setDraft} mono />
      <Button type="submit" disabled={typed === path}>
        Go
      </Button>
    </form>
  );
}

function Folders({ listing, onGo }: { listing: FolderListing; onGo: (path: string) => void }) {
  const { parent, folders, omitted, hasComposeFile } = listing;
  return (
    <div>
      <p className={hasComposeFile ? styles['fits'] : styles['hint']}>
        {hasComposeFile ? (
          <>
            <FileCheck2 size={14} aria-hidden /> There is a Compose file here.
          </>
        ) : (
          'There is no Compose file here: go into a folder that has one.'
        )}
      </p>
      <ul className={styles['folders']} aria-label="Folders">
        {parent !== undefined && (
          <li>
            <button type="button" onClick={() => onGo(parent)}>
              <CornerLeftUp size={14} aria-hidden />
              <span>the folder above</span>
            </button>
          </li>
        )}
        {folders.map((folder) => (
          <li key={folder.path}>
            <button type="button" onClick={() => onGo(folder.path)}>
              <Folder size={14} aria-hidden />
              <span>{folder.name}</span>
              {folder.isRepository && (
                <small>
                  <GitBranch size={12} aria-hidden /> repository
                </small>
              )}
              {folder.hasComposeFile && (
                <small className={styles['compose']}>
                  <FileCheck2 size={12} aria-hidden /> Compose file
                </small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {omitted > 0 && <p className={styles['hint']}>And {plural(omitted, 'more folder')}: type the path.</p>}
    </div>
  );
}

/** The system's own dialogue, where there is a desktop around the page. */
function NativeChooser({ onChosen }: { onChosen: (folder: string) => void }) {
  const core = useCore();
  const desktop = useHello()?.host === 'desktop';
  const choose = useAction(() => core.desktop.chooseFolder(), {
    failure: 'The system’s dialogue could not be shown',
    onDone: ({ folder }) => folder !== undefined && onChosen(folder),
  });
  if (!desktop) return null;
  return (
    <Button className={styles['native']} pending={choose.pending} onClick={() => void choose.run()}>
      Choose with the system’s dialogue…
    </Button>
  );
}
