import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Core, type DesktopHost, openCore } from '../core/api/index.ts';

/** What a stream of the desktop's wishes does in a test: it counts the generators that run. */
export class CountedWishes {
  /** Begun and not yet ended. */
  running = 0;
  begun = 0;
  /** After the first wish: how the stream goes on. */
  goesOn: 'wait' | 'end' | 'fail' = 'wait';

  async *wishes(signal: AbortSignal) {
    this.begun++;
    this.running++;
    try {
      yield { kind: 'go', path: '/first' } as const;
      if (this.goesOn === 'fail') throw new TypeError('the wishes broke');
      if (this.goesOn === 'end') return;
      await untilAborted(signal);
    } finally {
      this.running--;
    }
  }
}

/** A core with a store of its own and no engine, in a shell that only wishes. */
export async function testCore(wishes = new CountedWishes()): Promise<Core> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bytest-core-'));
  const host: Partial<DesktopHost> = { wishes: (signal) => wishes.wishes(signal) };
  const core = await openCore({
    version: '1.2.3',
    via: 'web',
    host: { kind: 'test', desktop: host as DesktopHost },
    environment: { ...process.env, DOCKER_HOST: `unix://${folder}/no-engine.sock` },
    folder,
  });
  return {
    ...core,
    [Symbol.asyncDispose]: async () => {
      await core[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
