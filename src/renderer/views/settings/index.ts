import { Settings } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'settings',
  title: 'Settings',
  scope: 'machine',
  icon: Settings,
  about: 'Theme, engine, image map, ports and what is kept for how long.',
  order: 40,
  keys: 'g ,',
  component: lazy(() => import('./settings-view.tsx')),
};
