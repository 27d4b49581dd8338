import { create } from 'zustand';

interface Overlays {
  open: 'palette' | 'shortcuts' | undefined;
  openPalette: () => void;
  openShortcuts: () => void;
  close: () => void;
}

/** What lies over the whole page, one at a time. */
export const useOverlays = create<Overlays>((set) => ({
  open: undefined,
  openPalette: () => set({ open: 'palette' }),
  openShortcuts: () => set({ open: 'shortcuts' }),
  close: () => set({ open: undefined }),
}));
