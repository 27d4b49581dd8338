/*
 * The page's side of the contract.
 *
 *   const core = useCore();                                        calls: await core.stacks.plan({ … })
 *   const stack = useFollowed('stacks.follow', { project });       states: { state: 'loading' | 'live' | 'stale' | 'failed', value?, error? }
 *   const listing = useQuery(query.files.list.queryOptions({ input }));   one answer, cached by react-query
 *   const up = useAction((services) => core.stacks.up(…), { failure: 'Could not bring up shop' });   up.run(…), up.pending, up.error
 *   await followBatches({ open, checkpointOf, take, signal });     streams where each batch counts: resumes after its checkpoint, acknowledges
 *
 *   const [text, setText] = useFilter('find');                     filters live in the address; hrefTo and goTo lead to places, asLeft
 *                                                                 to a view of a project as it was last
 *
 * All of them come back by themselves after the connection (or the core) was lost. A call made while it is lost fails with a
 * `ConnectionLostError`; `toErrorData` makes of anything thrown what `ErrorDetails` shows.
 */
import { type BatchesOptions, followBatchesOf } from './batches.ts';
import { connection } from './page.ts';

export { asLeft, goTo, hrefTo, useFilter, usePlace, useRememberedFilters } from './address.ts';
export type { BatchesOptions } from './batches.ts';
export { toErrorData } from './errors.ts';
export {
  onActionFailure,
  tellFailure,
  useAction,
  useConnection,
  useCore,
  useFollowed,
  useHello,
} from './hooks.ts';
export { connection, core, query, queryClient, startConnection } from './page.ts';
export { reloadWhenTorn } from './reload-when-torn.ts';
export type { Followed } from './states.ts';
export { useActivity } from './use-activity.ts';

/** See `followBatchesOf`; over the page's own connection. */
export function followBatches<Batch, Checkpoint>(
  options: BatchesOptions<Batch, Checkpoint>,
): Promise<'ended' | 'aborted'> {
  return followBatchesOf(connection, options);
}
