import { FolderOpen } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'files',
  title: 'Files',
  scope: 'project',
  icon: FolderOpen,
  about: 'What lies in the containers and volumes: look at it, take it along.',
  order: 50,
  keys: 'g f',
  component: lazy(() => import('./files-view.tsx')),
};
