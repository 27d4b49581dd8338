import { describe, expect, it } from 'vitest';
import { BlockyardError, type Step } from '../../shared/index.ts';
import { type GraphRequest, Pool, runGraph } from './graph.ts';

function step(id: string, ...after: string[]): Step {
  return { id, action: 'start', target: { kind: 'container', name: id }, causes: [], after };
}

/** Runs steps that note when they begin; `work` says what happens in each. */
async function run(
  steps: Step[],
  work: (id: string) => Promise<void> = async () => {},
  more: Partial<GraphRequest> = {},
) {
  const begun: string[] = [];
  const outcome = await runGraph({
    steps,
    run: async ({ id }) => {
      begun.push(id);
      await work(id);
    },
    poolOf: () => undefined,
    rankOf: () => 0,
    mayGoOn: () => false,
    signal: new AbortController().signal,
    ...more,
  });
  return { begun, failed: [...outcome.failed.keys()], skipped: outcome.skipped };
}

const failing =
  (...ids: string[]) =>
  async (id: string) => {
    if (ids.includes(id)) throw new BlockyardError('internal', `${id} fails`);
  };

describe('running steps along their edges', () => {
  it('begins each step after those that it comes after', async () => {
    const { begun } = await run([step('c', 'b'), step('b', 'a'), step('a'), step('d', 'a', 'c')]);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has nothing to wait for when there are no steps', async () => {
    expect(await run([])).toEqual({ begun: [], failed: [], skipped: [] });
  });

  it('leaves out what comes after a failure and goes on with the rest', async () => {
    const steps = [step('a'), step('b', 'a'), step('c', 'b'), step('d'), step('e', 'd')];
    expect(await run(steps, failing('a'))).toEqual({
      begun: ['a', 'd', 'e'],
      failed: ['a'],
      skipped: ['b', 'c'],
    });
  });

  it('goes on after a failure that may be', async () => {
    const steps = [step('a'), step('b', 'a')];
    const outcome = await run(steps, failing('a'), { mayGoOn: () => true });
    expect(outcome).toEqual({ begun: ['a', 'b'], failed: ['a'], skipped: [] });
  });

  it('runs no more at once than the pool has places, the lowest rank first', async () => {
    const pool = new Pool(2);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    };
    const steps = ['a', 'b', 'c', 'urgent'].map((id) => step(id));
    const { begun } = await run(steps, work, {
      poolOf: () => pool,
      rankOf: ({ id }) => (id === 'urgent' ? 0 : 1),
    });
    expect(most).toBe(2);
    expect(begun[0]).toBe('urgent');
  });

  it('begins nothing more once the signal aborts, and waits for what is under way', async () => {
    const abort = new AbortController();
    let ended = false;
    const outcome = await run(
      [step('a'), step('b', 'a'), step('c')],
      async (id) => {
        if (id !== 'c') return;
        abort.abort();
        await Promise.resolve();
        ended = true;
      },
      { signal: abort.signal, rankOf: ({ id }) => (id === 'c' ? 0 : 1) },
    );
    expect(outcome).toEqual({ begun: ['c'], failed: [], skipped: ['a', 'b'] });
    expect(ended).toBe(true);
  });
});
