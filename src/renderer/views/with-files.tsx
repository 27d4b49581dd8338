import { FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, EmptyState } from '../components/index.ts';
import { goTo, useAction, useCore, useFollowed } from '../core/index.ts';

interface WithFilesProps {
  project: string;
  /** The view that asks: opened, the project is another one, and this view of it is shown. */
  view: string;
  /** What stands here once its files are open, in one sentence. */
  text: string;
  children: ReactNode;
}

/** For views of what a project's files say: while only the engine knows the stack, the one step that opens them. */
export function WithFiles({ project, view, text, children }: WithFilesProps) {
  const core = useCore();
  const projects = useFollowed('projects.follow', {});
  const summary = ('value' in projects ? projects.value : undefined)?.find(({ id }) => id === project);
  const open = useAction(
    async (folder: string) => goTo({ project: (await core.projects.add({ folder })).id, view }),
    { failure: 'Could not open its folder' },
  );
  if (summary?.kind !== 'seen') return children;
  const { folder } = summary;
  return (
    <EmptyState
      icon={FolderOpen}
      text={folder ? text : `${text} Its folder is not known: open it by hand.`}
      action={
        folder && (
          <Button
            kind="primary"
            icon={FolderOpen}
            pending={open.pending}
            onClick={() => void open.run(folder)}
          >
            Open its folder
          </Button>
        )
      }
    />
  );
}
