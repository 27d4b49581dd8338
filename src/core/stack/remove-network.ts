import { setTimeout as delay } from 'node:timers/promises';
import { BlockyardError } from '../../shared/index.ts';
import type { Engine } from '../engine/index.ts';
import { NetworkInUse } from './errors.ts';

/** Pauses before the engine is asked again, in milliseconds: endpoints of removed containers go a moment later. */
const networkPauses = [50, 100, 200, 400];

/** Removes a network; one that stays in use is named with those that use it. */
export async function removeNetwork(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await engine.networks.remove(name);
    } catch (thrown) {
      if (!(thrown instanceof BlockyardError) || thrown.code !== 'resource-in-use') throw thrown;
      const users = Object.values((await engine.networks.inspect(name))?.Containers ?? {}).map(
        ({ Name }) => Name,
      );
      const pause = networkPauses[attempt];
      if (users.length > 0 || pause === undefined) throw new NetworkInUse(name, users, thrown);
      await delay(pause, undefined, { signal });
    }
  }
}
