import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface LayoutStore {
  drawerOpen: boolean;
  drawerTab: string;
  setDrawer: (drawer: { open: boolean; tab?: string }) => void;
  sideBarOpen: boolean;
  toggleSideBar: () => void;
}

/** What of the frame is open; sizes are kept by the panels themselves. */
export const useLayout = create<LayoutStore>()(
  persist(
    (set) => ({
      drawerOpen: false,
      drawerTab: 'logs',
      setDrawer: ({ open, tab }) => set({ drawerOpen: open, ...(tab !== undefined && { drawerTab: tab }) }),
      sideBarOpen: true,
      toggleSideBar: () => set((now) => ({ sideBarOpen: !now.sideBarOpen })),
    }),
    { name: 'blockyard:layout' },
  ),
);
