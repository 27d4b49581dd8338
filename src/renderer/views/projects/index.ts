import { LayoutGrid } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'projects',
  title: 'Projects',
  scope: 'machine',
  icon: LayoutGrid,
  about: 'What is here, and is it up? Opens folders, clones repositories, brings the sample.',
  order: 0,
  keys: 'g p',
  component: lazy(() => import('./projects-view.tsx')),
};
