import { BlockyardError } from '../../shared/index.ts';
import { type DiscoveredEngine, discoverEngines, type EngineInfo } from '../engine/index.ts';
import { readSetting, resetSetting, type Store, settings, writeSetting } from '../store/index.ts';
import type { Live } from './live.ts';

/** A place where an engine is, or may be. */
export interface EngineChoice {
  /** What `chooseEngine` takes: `DOCKER_HOST`, `context NAME`, or an address. */
  id: string;
  kind: 'environment' | 'context' | 'socket';
  title: string;
  address: string;
  /** When it answers. */
  info?: EngineInfo | undefined;
  /** Why it does not. */
  problem?: string | undefined;
  /** Whether it is the one that is used. */
  chosen: boolean;
}

interface ChoiceParts {
  store: Store;
  live: Live;
  environment: NodeJS.ProcessEnv;
}

/** The environment says which engine it is: a choice would not hold. */
class ChosenByEnvironment extends BlockyardError {
  constructor(variable: string) {
    super('usage', `${variable} says which engine is used, so no other one can be chosen.`, {
      remedy: `Start Blockyard without ${variable} to choose here.`,
    });
  }
}

/** All that can be found, asked in parallel; the one that would be used comes first. */
export async function listEngines(parts: ChoiceParts, signal: AbortSignal): Promise<EngineChoice[]> {
  const { environment, live, store } = parts;
  const found = await discoverEngines(environment, signal, readSetting(store, 'engine'));
  const used = live.state.state === 'connecting' ? undefined : live.state.info?.source;
  return found.map((engine, index) =>
    choiceOf(engine, used === undefined ? index === 0 : engine.source === used),
  );
}

/** Uses this one from now on, here and in every process that starts; undefined: the one that is found first. */
export function chooseEngine({ environment, live, store }: ChoiceParts, id: string | undefined): void {
  const variable = ['DOCKER_HOST', 'DOCKER_CONTEXT'].find((name) => environment[name]);
  const isSame =
    id === undefined || id === 'DOCKER_HOST' || id === `context ${environment['DOCKER_CONTEXT']}`;
  if (variable !== undefined && !isSame) throw new ChosenByEnvironment(variable);
  if (id === undefined || variable !== undefined) resetSetting(store, 'engine');
  else writeSetting(store, 'engine', settings.engine.parse(id));
  live.reconnect();
}

function choiceOf(engine: DiscoveredEngine, chosen: boolean): EngineChoice {
  const { source, address = '' } = engine;
  const kind =
    source === 'DOCKER_HOST' ? 'environment' : source.startsWith('context ') ? 'context' : 'socket';
  return {
    id: kind === 'socket' ? address : source,
    kind,
    title: source,
    address,
    ...(engine.state === 'running' ? { info: engine.info } : { problem: engine.error.message }),
    chosen,
  };
}
