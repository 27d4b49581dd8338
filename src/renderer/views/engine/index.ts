import { HardDrive } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'engine',
  title: 'Engine',
  scope: 'machine',
  icon: HardDrive,
  about: 'Which engine runs the stacks, what lies on its disk, and what of it may go.',
  order: 20,
  keys: 'g e',
  component: lazy(() => import('./engine-view.tsx')),
};
