import { ToyBrick } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'blocks',
  title: 'Blocks',
  scope: 'project',
  icon: ToyBrick,
  about: 'How is each block reached? Its pages, and the variables that its consumers get, to copy.',
  order: 12,
  keys: 'g i',
  component: lazy(() => import('./blocks-view.tsx')),
};
