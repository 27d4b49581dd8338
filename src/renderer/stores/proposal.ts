import { create } from 'zustand';

/** What is put to the user in a dialogue, from wherever it was wished: a button, the palette, a link, a menu. */
export type Proposal =
  | { kind: 'add-folder'; folder?: string | undefined }
  | { kind: 'new-project'; folder?: string | undefined }
  | { kind: 'clone'; url?: string | undefined };

interface ProposalStore {
  proposal: Proposal | undefined;
  propose: (proposal: Proposal) => void;
  dismiss: () => void;
}

export const useProposal = create<ProposalStore>((set) => ({
  proposal: undefined,
  propose: (proposal) => set({ proposal }),
  dismiss: () => set({ proposal: undefined }),
}));
