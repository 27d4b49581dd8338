import { Stethoscope } from 'lucide-react';
import { lazy } from 'react';
import type { View } from '../view.ts';

export const view: View = {
  id: 'doctor',
  title: 'Doctor',
  scope: 'machine',
  icon: Stethoscope,
  about: 'What is wrong with this machine, and what helps.',
  order: 30,
  keys: 'g d',
  component: lazy(() => import('./doctor-view.tsx')),
};
