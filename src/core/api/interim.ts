import { BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { connectEngine, type Engine } from '../engine/index.ts';
import type { Live } from '../live/index.ts';
import { type EngineState, Latest } from '../live/index.ts';
import type { Projects } from '../projects/index.ts';
import { readSetting, type Store } from '../store/index.ts';

/** Until `core/live` opens it: one attempt to connect. */
export function openLive({ store, environment }: { store: Store; environment: NodeJS.ProcessEnv }): Live {
  const state = new Latest<EngineState>();
  state.set({ state: 'connecting', since: Date.now() });
  const connecting: Promise<Engine> = connectEngine({
    environment,
    imageMap: readSetting(store, 'image-map'),
  });
  connecting.then(
    (engine) => state.set({ state: 'connected', since: Date.now(), info: engine.info }),
    (thrown) => state.set({ state: 'away', since: Date.now(), error: toBlockyardError(thrown).toJSON() }),
  );
  const live: Partial<Live> = {
    engine: () => connecting,
    followEngine: (signal) => state.follow(signal),
    onEvent: () => () => {},
    reconnect: () => {},
    [Symbol.asyncDispose]: async () => {
      state.close();
      await connecting.then(
        (engine) => engine.close(),
        () => {},
      );
    },
  };
  return live as Live;
}

/** Until `core/projects` opens it: none. */
export function openProjects(_: unknown): Projects {
  const none = async () => {
    throw new BlockyardError('project-not-found', 'There are no projects yet.');
  };
  return {
    get: none,
    list: async () => [],
    load: none,
    add: none,
    forget: () => {},
    onChange: () => () => {},
  };
}
