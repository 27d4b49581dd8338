import { Blocks } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'catalogue',
  title: 'Catalogue',
  scope: 'project',
  icon: Blocks,
  about: 'What may this project use? Blocks with what they bring, added by a form and a plan.',
  order: 70,
  keys: 'g b',
  component: lazy(() => import('./catalogue-view.tsx')),
};
