import { useProposal } from '../../stores/proposal.ts';
import { AddFolderDialog } from './add-folder-dialog.tsx';
import { CloneDialog } from './clone-dialog.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';

/** The dialogue of what is proposed now, if anything. */
export function Proposals() {
  const { proposal, dismiss } = useProposal();
  switch (proposal?.kind) {
    case undefined:
      return null;
    case 'add-folder':
      return <AddFolderDialog folder={proposal.folder} onClose={dismiss} />;
    case 'new-project':
      return <NewProjectDialog folder={proposal.folder} onClose={dismiss} />;
    case 'clone':
      return <CloneDialog url={proposal.url} onClose={dismiss} />;
  }
}
