import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { Connection } from './connection.ts';
import { PortTransport } from './port-transport.ts';
import { SocketTransport } from './socket-transport.ts';
import { StateStreams } from './states.ts';
import { keepToken, splitFragment, takeToken } from './token.ts';

/* What this page has one of. */

const transport = location.protocol === 'app:' ? new PortTransport(window) : new SocketTransport(takeToken());

export const connection = new Connection(transport);
export const core = connection.core;
export const stateStreams = new StateStreams(connection);

/** Query and mutation options for react-query: `useQuery(query.doctor.examine.queryOptions({ input: {} }))`. */
export const query = createTanstackQueryUtils(core);

export const queryClient = new QueryClient({
  defaultOptions: {
    // The core is on this machine: whether there is a network says nothing, and failing twice says no more than once.
    queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 5_000 },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Connects; answers got before a loss are asked for anew after it. */
export function startConnection(): void {
  let lost = false;
  connection.store.subscribe(({ state }) => {
    if (state === 'connected' && lost) void queryClient.invalidateQueries();
    lost = state === 'lost';
  });
  window.addEventListener('online', () => connection.retry());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.retry();
  });
  window.addEventListener('hashchange', reloadWithNewToken);
  void connection.run();
}

/** Another address of `blockyard ui` in the same tab changes the fragment only: the browser loads nothing by itself. */
function reloadWithNewToken(event: HashChangeEvent): void {
  // Not from `location`: the router may have gone elsewhere by now.
  const { token } = splitFragment(new URL(event.newURL).hash);
  if (token === undefined) return;
  keepToken(token);
  location.reload();
}
