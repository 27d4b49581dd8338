import { view as blocks } from './blocks/index.ts';
import { view as catalogue } from './catalogue/index.ts';
import { view as doctor } from './doctor/index.ts';
import { view as engine } from './engine/index.ts';
import { view as files } from './files/index.ts';
import { view as logs } from './logs/index.ts';
import { view as metrics } from './metrics/index.ts';
import { view as projects } from './projects/index.ts';
import { view as secrets } from './secrets/index.ts';
import { view as settings } from './settings/index.ts';
import { view as stack } from './stack/index.ts';
import { view as tasks } from './tasks/index.ts';
import { view as terminal } from './terminal/index.ts';
import type { View } from './view.ts';

/** Every view that there is; the shell puts them in order. A view whose capability is not built is not here. */
export const views: readonly View[] = [
  files,
  stack,
  blocks,
  logs,
  terminal,
  projects,
  catalogue,
  tasks,
  doctor,
  secrets,
  settings,
  metrics,
  engine,
];
