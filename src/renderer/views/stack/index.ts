import { Boxes } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'stack',
  title: 'Stack',
  scope: 'project',
  icon: Boxes,
  about: 'Is it up, and if not, why? The services, what they wait for, and what can be done to them.',
  order: 10,
  keys: 'g s',
  component: lazy(() => import('./stack-view.tsx')),
};
