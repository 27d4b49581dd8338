import { SquareTerminal } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'terminal',
  title: 'Terminal',
  scope: 'project',
  icon: SquareTerminal,
  about: 'A shell in a running container; it goes on while another view is open.',
  order: 30,
  keys: 'g t',
  component: lazy(() => import('./terminal-view.tsx')),
};
