import { KeyRound } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'secrets',
  title: 'Secrets',
  scope: 'project',
  icon: KeyRound,
  about: 'What is missing and how to get it, and which secrets are there. Values are never shown.',
  order: 60,
  keys: 'g c',
  component: lazy(() => import('./secrets-view.tsx')),
};
