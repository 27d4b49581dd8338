import { activity } from './activity.ts';
import { blocks } from './blocks.ts';
import { desktop } from './desktop.ts';
import { doctor } from './doctor.ts';
import { engines } from './engines.ts';
import { files } from './files.ts';
import { guardrails } from './guardrails.ts';
import { os } from './implement.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { projects } from './projects.ts';
import { secrets } from './secrets.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { stacks } from './stacks.ts';
import { streams } from './streams.ts';
import { tasks } from './tasks.ts';
import { team } from './team.ts';
import { templates } from './templates.ts';
import { terminals } from './terminals.ts';
import { trust } from './trust.ts';

/** The whole contract, implemented. */
export const router = os.router({
  session,
  streams,
  desktop,
  projects,
  stacks,
  trust,
  logs,
  terminals,
  files,
  metrics,
  activity,
  tasks,
  engines,
  doctor,
  settings,
  blocks,
  templates,
  team,
  guardrails,
  secrets,
});
