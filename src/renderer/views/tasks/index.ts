import { ListChecks } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'tasks',
  title: 'Tasks',
  scope: 'machine',
  icon: ListChecks,
  about: 'Everything that takes long, of every window and command line: how far it is, why it failed, again.',
  order: 20,
  keys: 'g k',
  component: lazy(() => import('./tasks-view.tsx')),
};
