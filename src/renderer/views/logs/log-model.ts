import type { LogBatch } from '../../../shared/contract/index.ts';
import type { ErrorData } from '../../../shared/index.ts';
import { ExpressionSearch } from './expression-search.ts';
import ExpressionWorker from './expression-worker.ts?worker';
import { LineStore } from './line-store.ts';
import { type Criteria, everything, Rows } from './rows.ts';

export type FeedState =
  /** Nothing came yet. */
  | { state: 'loading' }
  /** What was kept is coming. */
  | { state: 'catching-up' }
  | { state: 'live' }
  /** What was asked for has come, and no more will. */
  | { state: 'ended' }
  /** The connection is away; it goes on by itself, where it was. */
  | { state: 'stale' }
  | { state: 'failed'; error: ErrorData };

/** Lines are looked through for so long at a time; the rest of a frame is for the page. */
const lookMilliseconds = 8;

/** What the view shows: lines as they come, the rows among them, and how the feed is. Tells its listeners once a frame. */
export class LogModel {
  store = new LineStore();
  rows = new Rows(this.store);
  feed: FeedState = { state: 'loading' };
  /** Lines of the container which had most, when all that was asked for had come. */
  loadedOfOne = 0;
  #criteria = everything;
  #search: ExpressionSearch | undefined;
  /** Whether the criteria's pattern is looked for where it can be ended. */
  #isExpression = false;
  #version = 0;
  #frame: number | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another one after each change. */
  readonly version = (): number => this.#version;

  take(batch: LogBatch): void {
    this.store.add(batch);
    if (batch.kind === 'caught-up') {
      this.feed = { state: 'live' };
      this.loadedOfOne ||= this.store.mostOfOneSource;
    } else if (this.feed.state === 'loading') this.feed = { state: 'catching-up' };
    this.#changed();
  }

  setFeed(feed: FeedState): void {
    this.feed = feed;
    this.#changed();
  }

  /** `isExpression`: the pattern is somebody's own. */
  setCriteria(criteria: Criteria, isExpression: boolean): void {
    this.#criteria = criteria;
    this.#isExpression = isExpression;
    this.#apply();
  }

  /** The pattern took too long, and is not looked for any more. */
  get isTooSlow(): boolean {
    return this.#search?.isTooSlow === true;
  }

  /** The lines shown so far go from the view; on the disk they stay. */
  clear(): void {
    this.store.clear();
    this.#changed();
  }

  /** All anew: other lines are asked for. */
  reset(): void {
    this.store = new LineStore();
    this.rows = new Rows(this.store);
    this.loadedOfOne = 0;
    this.feed = { state: 'loading' };
    this.#apply();
  }

  dispose(): void {
    this.#search?.end();
    this.#search = undefined;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #apply(): void {
    const { pattern } = this.#criteria;
    this.#search?.end();
    this.#search =
      pattern && this.#isExpression
        ? new ExpressionSearch(this.store, pattern, () => new ExpressionWorker())
        : undefined;
    this.rows.setCriteria(this.#criteria, this.#search);
    this.#changed();
  }

  #changed(): void {
    this.#search?.goOn();
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      const through = this.rows.look(lookMilliseconds);
      this.#version += 1;
      for (const listener of [...this.#listeners]) listener();
      if (!through) this.#changed();
    });
  }
}
