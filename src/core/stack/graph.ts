import { type BlockyardError, type Step, toBlockyardError } from '../../shared/index.ts';

export interface GraphRequest {
  steps: readonly Step[];
  /** Carries out one step. */
  run(step: Step): Promise<void>;
  /** Which of the pools a step takes a place in; undefined for steps that only wait. */
  poolOf(step: Step): Pool | undefined;
  /** Steps that are ready go first by this, lowest first. */
  rankOf(step: Step): number;
  /** Whether a step may go on although the one that it came after failed. */
  mayGoOn(step: Step, failed: Step): boolean;
  signal: AbortSignal;
}

/** So many steps at once. */
export class Pool {
  free: number;

  constructor(places: number) {
    this.free = places;
  }
}

/** How long an abort waits for what is under way, in milliseconds. */
const patience = 5_000;

export interface GraphOutcome {
  /** What failed, by the step's id, in the order in which it happened. */
  failed: Map<string, BlockyardError>;
  /** Ids of the steps that were not begun, because of a failure or because the signal aborted. */
  skipped: string[];
}

/**
 * Runs steps along their `after` edges, as many at once as their pools allow. A failure keeps those that come after
 * it from starting and leaves the others alone. An abort starts nothing more and waits for what is under way, but not
 * for an engine that hangs.
 */
export function runGraph(request: GraphRequest): Promise<GraphOutcome> {
  const { steps, signal } = request;
  const byId = new Map(steps.map((step) => [step.id, step]));
  const open = new Map(steps.map((step) => [step.id, new Set(step.after.filter((id) => byId.has(id)))]));
  const followers = new Map<string, Step[]>();
  for (const step of steps)
    for (const id of step.after) followers.set(id, [...(followers.get(id) ?? []), step]);
  const failed = new Map<string, BlockyardError>();
  const skipped: string[] = [];
  const ready: Step[] = [];
  let running = 0;
  const lostPatience = impatience(signal);

  return new Promise((resolve) => {
    const enqueue = (step: Step): void => {
      const rank = request.rankOf(step);
      const at = ready.findIndex((other) => request.rankOf(other) > rank);
      if (at === -1) ready.push(step);
      else ready.splice(at, 0, step);
    };
    const settle = (step: Step): void => {
      for (const follower of followers.get(step.id) ?? []) {
        const waits = open.get(follower.id);
        if (waits?.delete(step.id) && waits.size === 0) enqueue(follower);
      }
    };
    const skip = (step: Step): void => {
      if (!open.delete(step.id)) return;
      skipped.push(step.id);
      for (const follower of followers.get(step.id) ?? []) lose(follower, step);
    };
    /** A step's forerunner did not come off. */
    const lose = (step: Step, forerunner: Step): void => {
      const waits = open.get(step.id);
      if (!waits) return;
      if (!request.mayGoOn(step, forerunner)) skip(step);
      else if (waits.delete(forerunner.id) && waits.size === 0) enqueue(step);
    };
    const begin = async (step: Step, pool: Pool | undefined): Promise<void> => {
      running++;
      if (pool) pool.free--;
      open.delete(step.id);
      try {
        await Promise.race([request.run(step), lostPatience.rejected]);
        settle(step);
      } catch (thrown) {
        failed.set(step.id, toBlockyardError(thrown));
        for (const follower of followers.get(step.id) ?? []) lose(follower, step);
      } finally {
        running--;
        if (pool) pool.free++;
        advance();
      }
    };
    const advance = (): void => {
      for (let at = 0; at < ready.length && !signal.aborted; ) {
        const step = ready[at] as Step;
        const pool = request.poolOf(step);
        if (pool && pool.free <= 0) at++;
        else {
          ready.splice(at, 1);
          void begin(step, pool);
        }
      }
      if (running > 0) return;
      // Nothing runs and nothing can begin: the rest was cut off by an abort.
      skipped.push(...open.keys());
      open.clear();
      lostPatience.end();
      resolve({ failed, skipped });
    };
    for (const step of steps) if (open.get(step.id)?.size === 0) enqueue(step);
    advance();
  });
}

/** A promise that rejects some time after an abort, until its end. */
function impatience(signal: AbortSignal): { rejected: Promise<never>; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let begin = (): void => {};
  const rejected = new Promise<never>((_, reject) => {
    begin = () => {
      timer = setTimeout(() => reject(signal.reason), patience);
    };
  });
  rejected.catch(() => {});
  signal.addEventListener('abort', begin, { once: true });
  if (signal.aborted) begin();
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', begin);
  };
  return { rejected, end };
}
