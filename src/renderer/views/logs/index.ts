import { ScrollText } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'logs',
  title: 'Logs',
  scope: 'project',
  icon: ScrollText,
  about: 'What the services write, merged or one by one, also of containers that are gone.',
  order: 20,
  keys: 'g l',
  component: lazy(() => import('./logs-view.tsx')),
};

/** For the drawer: `<LogsPanel project={…} services={['db']} />`, within a `Suspense`. */
export const LogsPanel = lazy(() => import('./logs-panel.tsx'));
