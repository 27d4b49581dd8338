import { ChartLine } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'metrics',
  title: 'Metrics',
  scope: 'project',
  icon: ChartLine,
  about: 'What does it use? CPU, memory, network and disk of each service, now and over the last hours.',
  order: 40,
  keys: 'g m',
  component: lazy(() => import('./metrics-view.tsx')),
};
