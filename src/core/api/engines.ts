import type { EngineStatus, FoundEngine } from '../../shared/contract/index.ts';
import { cleanUp, planCleanUp, readDisk } from '../clean-up/index.ts';
import { addressOf, type EngineInfo } from '../engine/index.ts';
import { chooseEngine, type EngineChoice, type EngineState, listEngines } from '../live/index.ts';
import { os } from './implement.ts';

export const engines = {
  follow: os.engines.follow.handler(async function* ({ context: { core, signal } }) {
    for await (const state of core.live.followEngine(signal)) yield statusOf(state);
  }),
  list: os.engines.list.handler(async ({ context: { core, signal } }) =>
    (await listEngines(core, signal)).map(foundEngine),
  ),
  choose: os.engines.choose.handler(({ context: { core }, input }) => {
    chooseEngine(core, input.id);
    return statusOf(core.live.state);
  }),
  disk: os.engines.disk.handler(({ context }) => readDisk(context.core.live, context.signal)),
  planCleanUp: os.engines.planCleanUp.handler(({ context }) => planCleanUp(context.core, context.signal)),
  cleanUp: os.engines.cleanUp.handler(({ context, input }) => {
    const { id, result } = cleanUp(context.core, input.items);
    // How it ends is told by the task.
    result.catch(() => {});
    return { task: id };
  }),
};

function statusOf(state: EngineState): EngineStatus {
  switch (state.state) {
    case 'connecting':
      return state;
    case 'connected': {
      const { machine } = state;
      return {
        state: 'connected',
        since: state.since,
        info: infoOf(state.info),
        ...(machine && {
          machine: {
            system: machine.system,
            architecture: machine.architecture,
            cpus: machine.cpus,
            memory: machine.memory,
          },
        }),
      };
    }
    case 'away':
      return { ...state, info: state.info && infoOf(state.info) };
  }
}

function infoOf({ endpoint, ...info }: EngineInfo) {
  return { ...info, address: addressOf(endpoint) };
}

function foundEngine({ info, ...choice }: EngineChoice): FoundEngine {
  return { ...choice, answers: info !== undefined, version: info?.version, product: info?.product };
}
