import { create } from 'zustand';

/** The time that is pointed at in any of the charts, and the service that is pointed at beside them. */
interface Cursor {
  time: number | undefined;
  service: string | undefined;
  pointAt: (time: number | undefined) => void;
  pointAtService: (service: string | undefined) => void;
}

export const useCursor = create<Cursor>((set) => ({
  time: undefined,
  service: undefined,
  pointAt: (time) => set({ time }),
  pointAtService: (service) => set({ service }),
}));
