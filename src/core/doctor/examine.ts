import { toBlockyardError } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import { connectEngine, type Engine } from '../engine/index.ts';
import { checkClock } from './clock.ts';
import { checkCredentials } from './credentials.ts';
import { checkEngineSpace, checkFreeSpace } from './disk.ts';
import { checkEngines } from './engines.ts';
import type { Finding } from './finding.ts';
import { checkKeys } from './keys.ts';
import { checkPorts } from './ports.ts';
import { checkGit, checkNode } from './tools.ts';

export interface Examination {
  /** The environment in which an engine is looked for. */
  environment: NodeJS.ProcessEnv;
  /** The store's folder. */
  folder: string;
  /** Loads the project of the folder, undefined when there is none; what it throws becomes a finding. */
  project: () => Promise<ComposeProject | undefined>;
  signal?: AbortSignal | undefined;
}

export interface Diagnosis {
  findings: Finding[];
  /** Whether the engine that commands would use answers. */
  engine: boolean;
}

/** Looks at everything that Blockyard needs, and says what to do where something is missing. */
export async function examine(request: Examination): Promise<Diagnosis> {
  const { environment, folder, signal } = request;
  const engine = await connectEngine({ environment, signal }).catch(() => undefined);
  try {
    const [engines, git, store, keys, credentials, { project, findings }] = await Promise.all([
      checkEngines(engine?.info.source, environment, signal),
      checkGit(),
      checkFreeSpace('logs and state', folder),
      checkKeys(folder, environment),
      checkCredentials(environment),
      loadProject(request),
    ]);
    return {
      findings: [
        checkNode(),
        git,
        ...engines,
        ...(engine ? await checkUsedEngine(engine, project, signal) : []),
        ...(store ? [store] : []),
        ...credentials,
        ...keys,
        ...findings,
      ],
      engine: engine !== undefined,
    };
  } finally {
    await engine?.close();
  }
}

async function checkUsedEngine(
  engine: Engine,
  project: ComposeProject | undefined,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const askedAt = Date.now();
  const details = await engine.details({ signal });
  const clock = checkClock(details, askedAt, Date.now());
  const [free, usage, ports] = await Promise.all([
    engine.info.local ? checkFreeSpace("the engine's data", details.rootFolder) : undefined,
    checkEngineSpace(engine, signal),
    project ? checkPorts(project, engine, signal) : [],
  ]);
  return [clock, ...(free ? [free] : []), usage, ...ports];
}

async function loadProject(
  request: Examination,
): Promise<{ project: ComposeProject | undefined; findings: Finding[] }> {
  try {
    const project = await request.project();
    if (!project) return { project, findings: [] };
    const services = Object.keys(project.config.services).length;
    const what = `The project ${project.name} is valid: ${services} ${services === 1 ? 'service' : 'services'}.`;
    return { project, findings: [{ level: 'ok', topic: 'project', what }] };
  } catch (thrown) {
    const { message, remedy } = toBlockyardError(thrown);
    return {
      project: undefined,
      findings: [{ level: 'error', topic: 'project', what: message, ...(remedy && { remedy }) }],
    };
  }
}
