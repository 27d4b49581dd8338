import type { DesktopWish } from '../../shared/contract/index.ts';
import { followBatches } from '../core/index.ts';

/** Wishes come once: there is no checkpoint to go on after. */
export async function followWishes(signal: AbortSignal, grant: (wish: DesktopWish) => void): Promise<void> {
  await followBatches({
    signal,
    open: (core, _, abort) => core.desktop.wishes({}, { signal: abort }),
    checkpointOf: () => undefined,
    take: grant,
  });
}
